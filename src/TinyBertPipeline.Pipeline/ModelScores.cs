namespace TinyBertPipeline.Pipeline;

/// <summary>Scores and size of one model of a run. F1 is strict micro entity F1, 0 to 1, with legal-path decoding unless it says argmax.</summary>
/// <param name="Model">Teacher, baseline or student.</param>
/// <param name="DevF1">F1 on the dev file.</param>
/// <param name="TestF1">F1 on the test file.</param>
/// <param name="DevF1Argmax">F1 on the dev file without legal-path decoding.</param>
/// <param name="TestF1Argmax">F1 on the test file without legal-path decoding.</param>
/// <param name="Parameters">Number of weights.</param>
/// <param name="WeightsBytes">Size of <c>model.safetensors</c>.</param>
public sealed record ModelScores(string Model, double DevF1, double TestF1, double DevF1Argmax, double TestF1Argmax, long Parameters, long WeightsBytes);
