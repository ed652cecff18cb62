using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Data.Labeled;

/// <summary>What one labelled file holds.</summary>
/// <param name="File">The file.</param>
/// <param name="Scheme">The scheme of its labels.</param>
/// <param name="Sentences">Number of sentences.</param>
/// <param name="Words">Number of words.</param>
/// <param name="Types">
/// Number of entities of each type, types in ordinal order; an empty string is the unnamed type of bare letters.
/// </param>
/// <param name="RepeatedSentences">Sentences whose words stood in the file before.</param>
/// <param name="Problems">The places where its labels break the scheme.</param>
public sealed record FileCheck(
    string File, TagScheme Scheme, int Sentences, long Words, IReadOnlyDictionary<string, int> Types, int RepeatedSentences,
    IReadOnlyList<LabelProblem> Problems)
{
    /// <summary>The places that cannot be read; all else is counted without them.</summary>
    public IReadOnlyList<LabelProblem> Unreadable { get; init; } = [];

    /// <summary>What may be wrong although it can be read.</summary>
    public IReadOnlyList<DataFinding> Findings { get; init; } = [];

    /// <summary>How the file was read.</summary>
    public IReadOnlyList<DataNote> Notes { get; init; } = [];

    /// <summary>What is likely wrong with how it was read.</summary>
    public IReadOnlyList<DataNote> Warnings { get; init; } = [];

    /// <summary>Number of entities.</summary>
    public int Entities => Types.Values.Sum();

    internal static FileCheck Of(LabeledData data, IReadOnlyList<LabeledData> earlier)
    {
        var types = new SortedDictionary<string, int>(
            data.Sentences.SelectMany(sentence => sentence.Entities.Lenient).CountBy(entity => entity.Type).ToDictionary(),
            StringComparer.Ordinal);
        var findings = DataFindings.Of(data, earlier);
        var repeated = findings.Count(finding => finding.Kind is DataFindingKind.Repeated or DataFindingKind.RepeatedWithOtherLabels);
        return new FileCheck(data.Path, data.Scheme, data.Sentences.Count, data.WordCount, types, repeated, data.Problems)
        {
            Findings = findings,
            Notes = data.Notes,
            Warnings = data.Warnings,
        };
    }
}
