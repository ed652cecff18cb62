using Google.Protobuf;
using TinyBertPipeline.Core;

namespace TinyBertPipeline.Export.Onnx;

/// <summary>Reads ONNX files, which may come from anywhere.</summary>
internal static class OnnxFile
{
    private static readonly MessageParser<ModelProto> _parser = ModelProto.Parser.WithDiscardUnknownFields(true);

    /// <exception cref="InvalidInputException">The file is absent or no ONNX model.</exception>
    public static ModelProto Read(string path)
    {
        if (!File.Exists(path)) throw Invalid(path, "there is no such file");
        if (new FileInfo(path).Length > int.MaxValue) throw Invalid(path, "it is larger than 2 GiB, which no ONNX file can be");
        try
        {
            var model = _parser.ParseFrom(File.ReadAllBytes(path));
            return model.HasIrVersion && model.Graph is not null ? model : throw Invalid(path, "this is no ONNX model: it has no version or no graph");
        }
        catch (InvalidProtocolBufferException e)
        {
            throw Invalid(path, $"this is no ONNX model: {e.Message}", e);
        }
    }

    private static InvalidInputException Invalid(string path, string message, Exception? inner = null) => new(InputKind.Model, path, message, null, inner);
}
