namespace TinyBertPipeline.Pipeline.Quantization;

/// <summary>How an engine fares with the quantized model, beside the float model on ONNX Runtime (the first row).</summary>
/// <param name="Engine">The engine's name.</param>
/// <param name="Divergence">Mean over the words of KL(softmax of float || softmax of this engine); null when the engine was skipped.</param>
/// <param name="LabelFlips">Share of the words whose label of the highest logit changes, 0 to 1.</param>
/// <param name="MaxLogitDifference">Largest absolute difference of a logit.</param>
/// <param name="MeanLogitDifference">Mean absolute difference of the logits.</param>
/// <param name="F1">Strict micro entity F1, 0 to 1, when the sentences are labelled.</param>
/// <param name="F1Difference">F1 less that of the float model.</param>
/// <param name="Megabytes">Size of the model in 10⁶ bytes.</param>
/// <param name="Skipped">Why the engine was left out, or null.</param>
public sealed record QuantizedEngine(
    string Engine,
    double? Divergence = null,
    double? LabelFlips = null,
    double? MaxLogitDifference = null,
    double? MeanLogitDifference = null,
    double? F1 = null,
    double? F1Difference = null,
    double? Megabytes = null,
    string? Skipped = null);
