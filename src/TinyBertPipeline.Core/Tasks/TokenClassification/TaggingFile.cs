using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tasks.TokenClassification;

/// <summary>A file of labelled words. A tagger that is trained on it has the BIOES labels of its types.</summary>
internal sealed class TaggingFile(LabeledData data) : ILabeledFile
{
    private const int ShownProblems = 10;

    private const int LookedAt = 50;

    public LabeledData Data => data;

    public string Path => data.Path;

    public string Description => $"{data.Sentences.Count} sentences, {data.WordCount} words, scheme {data.Scheme}";

    public IReadOnlyList<string> Warnings => data.Problems.Count <= ShownProblems
        ? [.. data.Problems.Select(problem => problem.ToString())]
        : [.. data.Problems.Take(ShownProblems).Select(problem => problem.ToString()), $"{Path}: {data.Problems.Count} invalid places in all"];

    public IReadOnlyList<string> Labels { get; } = LabelSet.FromTypes(data.Types).Labels;

    public BundleSettings Complete(BundleSettings settings) => settings with
    {
        Scheme = TagScheme.Bioes,
        Words = settings.Words ?? WordsOfFile.Split(data.Sentences),
    };

    /// <summary>Whether the first lines of a file are words with labels.</summary>
    public static bool IsOne(string path) => RawTextReader.ReadParagraphs([path]).Take(LookedAt).All(line => EndsInLabel(line.Text));

    // A word and something in the form of a label; a document mark may stand alone.
    private static bool EndsInLabel(string line)
    {
        var columns = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (columns is ["-DOCSTART-", ..]) return true;
        var label = columns[^1];
        var isLabel = label == "O" || ("BIESLUM".Contains(label[0], StringComparison.Ordinal) && label is { Length: 1 } or [_, '-', _, ..]);
        return columns.Length > 1 && isLabel;
    }

    public IEnumerable<string> Texts() => data.Sentences.Select(sentence => string.Join(' ', sentence.Words));
}
