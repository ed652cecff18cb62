namespace TinyBertPipeline.Export.OpenVinoIr;

/// <summary>One layer of the document: an operator, its attributes, where its inputs come from and its output, if it has one.</summary>
internal sealed class IrLayer
{
    public required int Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The operator, for example <c>MatMul</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The operator set it belongs to, for example <c>opset1</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Attributes of the <c>data</c> element in their order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Data { get; init; } = [];

    public IReadOnlyList<IrValue> Inputs { get; init; } = [];

    /// <summary>The output port, or null for a Result.</summary>
    public IrValue? Output { get; init; }

    /// <summary>Further outputs, of which the graph has no use; their ports follow that of <see cref="Output"/>.</summary>
    public IReadOnlyList<IrValue> UnusedOutputs { get; init; } = [];

    /// <summary>The tensor's name, by which users find inputs and outputs of the model.</summary>
    public string? OutputName { get; set; }

    /// <summary>Marks the conversion after a constant that is stored in half precision, which the plugin folds back.</summary>
    public bool IsDecompression { get; init; }
}
