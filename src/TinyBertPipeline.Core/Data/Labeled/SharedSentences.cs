namespace TinyBertPipeline.Core.Data.Labeled;

/// <summary>Sentences that two files have in common: a score on one says less when the other was trained on.</summary>
/// <param name="First">The earlier file.</param>
/// <param name="Second">The later file.</param>
/// <param name="Sentences">Number of different sentences that stand in both.</param>
/// <param name="Example">The words of one of them.</param>
public sealed record SharedSentences(string First, string Second, int Sentences, string Example);
