using static TinyBertPipeline.Export.Onnx.AttributeProto.Types;

namespace TinyBertPipeline.Export.Onnx.Verification;

/// <summary>What the ONNX standard (docs/Operators.md) says of an operator that the exporter may write.</summary>
/// <param name="Since">The first opset that has it in this form.</param>
/// <param name="MinInputs">Number of required inputs.</param>
/// <param name="MaxInputs">Number of inputs, optional ones included.</param>
/// <param name="Attributes">Its attributes by name.</param>
internal sealed record OperatorSchema(int Since, int MinInputs, int MaxInputs, IReadOnlyDictionary<string, AttributeSchema> Attributes)
{
    public static IReadOnlyDictionary<string, OperatorSchema> All { get; } = new Dictionary<string, OperatorSchema>(StringComparer.Ordinal)
    {
        ["Add"] = Of(14, 2),
        ["Cast"] = Of(13, 1, ("to", new(AttributeType.Int, IsRequired: true))),
        ["Concat"] = Of(13, 1, ("axis", new(AttributeType.Int, IsRequired: true))) with { MaxInputs = int.MaxValue },
        ["DequantizeLinear"] = Of(13, 2, ("axis", new(AttributeType.Int))) with { MaxInputs = 3 },
        ["Div"] = Of(14, 2),
        ["Erf"] = Of(13, 1),
        ["Gather"] = Of(13, 2, ("axis", new(AttributeType.Int))),
        ["Gelu"] = Of(20, 1, ("approximate", new(AttributeType.String))),
        ["LayerNormalization"] = Of(17, 2, ("axis", new(AttributeType.Int)), ("epsilon", new(AttributeType.Float))) with { MaxInputs = 3 },
        ["LSTM"] = Of(14, 3, ("hidden_size", new(AttributeType.Int, IsRequired: true))) with { MaxInputs = 8 },
        ["MatMul"] = Of(13, 2),
        ["Mul"] = Of(14, 2),
        ["QuantizeLinear"] = Of(13, 2, ("axis", new(AttributeType.Int))) with { MaxInputs = 3 },
        ["ReduceSum"] = Of(13, 1, ("keepdims", new(AttributeType.Int))) with { MaxInputs = 2 },
        ["Relu"] = Of(14, 1),
        ["Reshape"] = Of(14, 2, ("allowzero", new(AttributeType.Int))),
        ["ReverseSequence"] = Of(10, 2, ("time_axis", new(AttributeType.Int)), ("batch_axis", new(AttributeType.Int))),
        ["Shape"] = Of(15, 1, ("start", new(AttributeType.Int)), ("end", new(AttributeType.Int))),
        ["Slice"] = Of(13, 3) with { MaxInputs = 5 },
        ["Softmax"] = Of(13, 1, ("axis", new(AttributeType.Int))),
        ["Squeeze"] = Of(13, 1) with { MaxInputs = 2 },
        ["Sub"] = Of(14, 2),
        ["Tanh"] = Of(13, 1),
        ["Transpose"] = Of(13, 1, ("perm", new(AttributeType.Ints))),
        ["Unsqueeze"] = Of(13, 2),
    };

    private static OperatorSchema Of(int since, int inputs, params (string Name, AttributeSchema Schema)[] attributes) =>
        new(since, inputs, inputs, attributes.ToDictionary(a => a.Name, a => a.Schema, StringComparer.Ordinal));
}

/// <summary>An attribute's type and whether a node must have it.</summary>
internal readonly record struct AttributeSchema(AttributeType Type, bool IsRequired = false);
