namespace TinyBertPipeline.Export.Onnx.Verification;

/// <summary>What a model is meant to be, stated apart from the code that wrote it.</summary>
/// <param name="Opset">The opset of the standard operators.</param>
/// <param name="Inputs">Inputs in their order.</param>
/// <param name="Outputs">Outputs in their order.</param>
/// <param name="WeightUses">How often each weight's initializer is consumed.</param>
internal sealed record OnnxExpectation(
    int Opset,
    IReadOnlyList<KeyValuePair<string, OnnxType>> Inputs,
    IReadOnlyList<KeyValuePair<string, OnnxType>> Outputs,
    IReadOnlyDictionary<string, int> WeightUses);
