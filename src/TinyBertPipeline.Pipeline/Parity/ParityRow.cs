namespace TinyBertPipeline.Pipeline.Parity;

/// <summary>One engine's agreement with the reference engine on a data file.</summary>
/// <param name="Engine">The engine: <c>torch</c>, <c>onnx</c>, <c>openvino</c>, <c>openvino-onnx</c>, <c>onnx-int8</c>, <c>openvino-int8</c>.</param>
/// <param name="MaxLogitDifference">Largest absolute difference of a logit; null when the engine was skipped.</param>
/// <param name="MeanLogitDifference">Mean absolute difference of the logits.</param>
/// <param name="LabelAgreement">Share of the words with the same decoded label, 0 to 1.</param>
/// <param name="F1">Strict micro entity F1 of the engine, 0 to 1.</param>
/// <param name="Skipped">Why the engine was left out, or null.</param>
/// <param name="Divergence">Mean over the words of the KL divergence from the reference, where one of both computes in 8 bits; else null.</param>
public sealed record ParityRow(
    string Engine,
    double? MaxLogitDifference = null,
    double? MeanLogitDifference = null,
    double? LabelAgreement = null,
    double? F1 = null,
    string? Skipped = null,
    double? Divergence = null);
