using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;
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

    public string Description => string.Join("; ",
        data.Notes.Where(note => note.Remedy is null).Select(note => note.Text)
            .Prepend($"{data.Sentences.Count} sentences, {data.WordCount} words, scheme {data.Scheme}"));

    // What was read as it stands but may be meant otherwise is worth a warning, with the way to say so.
    public IReadOnlyList<DataNote> Warnings =>
    [
        .. data.Warnings.Concat(data.Notes.Where(note => note.Remedy is not null)).Select(note => note with { Text = $"{Path}: {note.Text}" }),
        .. data.Problems.Take(ShownProblems).Select(problem => new DataNote(problem.ToString())),
        .. data.Problems.Count > ShownProblems ? [new DataNote($"{Path}: {data.Problems.Count} invalid places in all")] : Array.Empty<DataNote>(),
    ];

    public IReadOnlyList<string> Labels { get; } = LabelsOf(data);

    public BundleSettings Complete(BundleSettings settings)
    {
        if (settings.Words is not null) return settings with { Scheme = TagScheme.Bioes };
        var (words, marks) = WordsOfFile.Read(data.Sentences);
        return settings with { Scheme = TagScheme.Bioes, Words = words, Marks = marks };
    }

    /// <summary>Whether the first lines of a file are words with labels.</summary>
    public static bool IsOne(string path) => LabeledFileReader.IsLabeled(path, LookedAt);

    private static IReadOnlyList<string> LabelsOf(LabeledData data)
    {
        var types = data.Types.Count;
        return types <= LabelSet.MostTypes ? LabelSet.FromTypes(data.Types).Labels : throw new InvalidInputException(InputKind.Data, data.Path,
            $"names {types} types of entities, and a tagger can have {LabelSet.MostTypes}; is the column of labels the right one?");
    }

    public IEnumerable<string> Texts() => data.Sentences.Select(sentence => string.Join(' ', sentence.Words));
}
