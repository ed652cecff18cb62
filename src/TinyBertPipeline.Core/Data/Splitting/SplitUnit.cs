namespace TinyBertPipeline.Core.Data.Splitting;

/// <summary>Sentences that have to stay together, because they are of one document or have the same words.</summary>
/// <param name="Sentences">Their indices.</param>
/// <param name="Types">Number of entities of each type.</param>
internal sealed record SplitUnit(IReadOnlyList<int> Sentences, IReadOnlyDictionary<string, int> Types);
