using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Data.Labeled;

/// <summary>What one labelled file holds.</summary>
/// <param name="File">The file.</param>
/// <param name="Scheme">The scheme of its labels.</param>
/// <param name="Sentences">Number of sentences.</param>
/// <param name="Words">Number of words.</param>
/// <param name="Types">Number of entities of each type, types in ordinal order; an empty string is the unnamed type of bare letters.</param>
/// <param name="RepeatedSentences">Sentences whose words stood in the file before.</param>
/// <param name="Problems">The places where its labels break the scheme.</param>
public sealed record FileCheck(
    string File, TagScheme Scheme, int Sentences, long Words, IReadOnlyDictionary<string, int> Types, int RepeatedSentences,
    IReadOnlyList<LabelProblem> Problems)
{
    /// <summary>What a user should know of the labels as a whole.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Number of entities.</summary>
    public int Entities => Types.Values.Sum();

    internal static FileCheck Of(LabeledData data, int distinct)
    {
        var types = new SortedDictionary<string, int>(
            data.Sentences.SelectMany(sentence => sentence.Entities.Lenient).CountBy(entity => entity.Type).ToDictionary(),
            StringComparer.Ordinal);
        var repeated = data.Sentences.Count - distinct;
        return new FileCheck(data.Path, data.Scheme, data.Sentences.Count, data.WordCount, types, repeated, data.Problems)
        {
            Warnings = [.. data.Warnings.Select(warning => warning.Text)],
        };
    }
}
