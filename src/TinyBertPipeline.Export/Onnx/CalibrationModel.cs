using Google.Protobuf;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Export.Quantization;

namespace TinyBertPipeline.Export.Onnx;

/// <summary>The float model as ONNX with the tensors that are to be quantized as further outputs.</summary>
/// <param name="Path">The file.</param>
/// <param name="Outputs">The output [B,T,channels] of each of <see cref="QuantizationSites"/>.</param>
public sealed record CalibrationModel(string Path, IReadOnlyDictionary<string, string> Outputs)
{
    /// <summary>Writes the model.</summary>
    /// <exception cref="Core.InvalidInputException">The weights do not fit the configuration, or do not fit into one ONNX file (2 GiB).</exception>
    /// <exception cref="Core.EnvironmentException">The file cannot be written.</exception>
    public static CalibrationModel Write(ITask task, BertConfig config, BertWeights weights, string path)
    {
        var probes = new CalibrationProbes();
        var model = OnnxExporter.Build(task, config, weights, new OnnxExportOptions(), probes);
        AtomicFile.Write(path, stream => model.WriteTo(stream));
        return new(path, probes.Outputs);
    }
}
