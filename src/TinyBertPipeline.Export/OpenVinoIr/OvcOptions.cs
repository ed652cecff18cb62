namespace TinyBertPipeline.Export.OpenVinoIr;

/// <summary>A conversion by OpenVINO's own converter.</summary>
public sealed record OvcOptions
{
    /// <summary>The ONNX file to convert.</summary>
    public required string ModelPath { get; init; }

    /// <summary>The IR to write; the <c>.bin</c> file gets the same name.</summary>
    public required string XmlPath { get; init; }

    /// <summary>Stores the weights as 16-bit floats.</summary>
    public bool CompressToFp16 { get; init; }

    /// <summary>The shape of the inputs; dynamic unless stated.</summary>
    public InputShape InputShape { get; init; } = InputShape.Dynamic;
}
