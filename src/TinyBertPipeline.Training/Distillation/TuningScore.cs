namespace TinyBertPipeline.Training.Distillation;

/// <summary>A short run of tuning.</summary>
/// <param name="EntityWeight">Its entity weight.</param>
/// <param name="AttentionWeight">Its attention weight.</param>
/// <param name="LayerMap">Its layer map as it is shown.</param>
/// <param name="DevF1">Strict micro F1 on dev with legal paths, 0 to 1.</param>
/// <param name="DevF1Argmax">The same with the best label of each word.</param>
public sealed record TuningScore(double EntityWeight, double AttentionWeight, string LayerMap, double DevF1, double DevF1Argmax);
