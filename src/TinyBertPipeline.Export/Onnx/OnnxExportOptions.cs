using TinyBertPipeline.Export.Quantization;

namespace TinyBertPipeline.Export.Onnx;

/// <summary>How a model is written as ONNX.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>
    /// Version of the standard operators: 20 (IR version 9, Gelu as one operator) or 17 (IR version 8, Gelu as a chain of operators), which
    /// the oldest readers take.
    /// </summary>
    public int Opset { get; init; } = 20;

    /// <summary>Makes linear layers and embeddings 8-bit, with unsigned activations; null writes all weights as they are.</summary>
    public QuantizationPlan? Quantization { get; init; }

    /// <summary>What the file says of itself.</summary>
    public ExportMetadata Metadata { get; init; } = new();
}
