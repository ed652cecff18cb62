namespace TinyBertPipeline.Export.OpenVinoIr;

/// <summary>How a model is written as OpenVINO IR.</summary>
public sealed record IrExportOptions
{
    /// <summary>Stores the weights as 16-bit floats: half the file, the same speed, weights rounded to three digits.</summary>
    public bool CompressToFp16 { get; init; }

    /// <summary>The shape of the inputs; dynamic unless stated.</summary>
    public InputShape InputShape { get; init; } = InputShape.Dynamic;

    /// <summary>What the file says of itself.</summary>
    public ExportMetadata Metadata { get; init; } = new();
}
