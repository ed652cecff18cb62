using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;

namespace TinyBertPipeline.Inference.ModelFiles;

/// <summary>The tensors that a model's file carries beside its graph.</summary>
internal static class BesideTensors
{
    /// <summary>Reads tensors by name from the file's metadata; those that it does not have are left out.</summary>
    /// <exception cref="InvalidInputException">The file is broken, or an entry is no list of finite numbers.</exception>
    public static IReadOnlyDictionary<string, float[]> Read(string modelPath, IReadOnlyList<string> names)
    {
        var isOnnx = string.Equals(Path.GetExtension(modelPath), ".onnx", StringComparison.OrdinalIgnoreCase);
        var tensors = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var key = TensorMetadata.KeyOf(name);
            var text = isOnnx ? OnnxFile.ReadMetadata(modelPath, key) : IrFile.ReadMetadata(modelPath, key);
            if (text is null) continue;
            tensors[name] = TensorMetadata.TryParse(text)
                ?? throw new InvalidInputException(InputKind.Model, modelPath, $"metadata {key} is no list of finite numbers");
        }
        return tensors;
    }
}
