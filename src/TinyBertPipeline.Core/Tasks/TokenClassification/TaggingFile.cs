using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tasks.TokenClassification;

/// <summary>A file of labelled words. A tagger that is trained on it has the BIOES labels of its types.</summary>
/// <param name="data">The file.</param>
/// <param name="repair">What becomes of labels that their scheme does not allow before entities are scored.</param>
internal sealed class TaggingFile(LabeledData data, LabelRepair repair = LabelRepair.None) : ILabeledFile
{
    private const int ShownProblems = 10;

    private const int LookedAt = 50;

    public LabeledData Data => data;

    public LabelRepair Repair => repair;

    public string Path => data.Path;

    public string Description => $"{data.Sentences.Count} sentences, {data.WordCount} words, scheme {data.Scheme}";

    public IReadOnlyList<string> Warnings =>
    [
        .. data.Warnings.Select(warning => $"{Path}: {warning}"),
        .. data.Problems.Take(ShownProblems).Select(problem => problem.ToString()),
        .. data.Problems.Count > ShownProblems ? [$"{Path}: {data.Problems.Count} invalid places in all"] : (string[])[],
    ];

    public IReadOnlyList<string> Labels { get; } = LabelSet.FromTypes(data.Types).Labels;

    public BundleSettings Complete(BundleSettings settings) => settings with
    {
        Scheme = TagScheme.Bioes,
        Words = settings.Words ?? WordsOfFile.Split(data.Sentences),
    };

    /// <summary>Whether the first lines of a file are words with labels.</summary>
    public static bool IsOne(string path)
    {
        string[][] lines = [.. RawTextReader.ReadParagraphs([path]).Take(LookedAt).Select(line => Columns(line.Text))];
        // Labels without a letter look like words: O tells them from text.
        var isPlain = lines.All(columns => columns.Length == 2) && lines.Count(columns => columns[^1] == "O") * 4 >= lines.Length;
        return isPlain || lines.All(EndsInLabel);
    }

    private static string[] Columns(string line) => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

    // A word and something in the form of a label; a document mark may stand alone.
    private static bool EndsInLabel(string[] columns)
    {
        if (columns is ["-DOCSTART-", ..]) return true;
        var label = columns[^1];
        var isLabel = label == "O" || ("BIESLUM".Contains(label[0], StringComparison.Ordinal) && label is { Length: 1 } or [_, '-', _, ..]);
        return columns.Length > 1 && isLabel;
    }

    public IEnumerable<string> Texts() => data.Sentences.Select(sentence => string.Join(' ', sentence.Words));
}
