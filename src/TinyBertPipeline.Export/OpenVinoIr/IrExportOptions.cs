using TinyBertPipeline.Export.Quantization;

namespace TinyBertPipeline.Export.OpenVinoIr;

/// <summary>How a model is written as OpenVINO IR.</summary>
public sealed record IrExportOptions
{
    /// <summary>Stores the weights as 16-bit floats: half the file, the same speed, weights rounded to three digits.</summary>
    public bool CompressToFp16 { get; init; }

    /// <summary>Makes linear layers and embeddings 8-bit; null writes all weights as floats.</summary>
    public QuantizationPlan? Quantization { get; init; }

    /// <summary>With a quantization plan, how activations become integers.</summary>
    public IntegerForm Activations { get; init; }

    /// <summary>The shape of the inputs; dynamic unless stated.</summary>
    public InputShape InputShape { get; init; } = InputShape.Dynamic;

    /// <summary>What the file says of itself.</summary>
    public ExportMetadata Metadata { get; init; } = new();
}
