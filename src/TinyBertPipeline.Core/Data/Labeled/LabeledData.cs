using TinyBertPipeline.Core.Data.Columns;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Data.Labeled;

/// <summary>A labelled file in memory, its labels converted to BIOES. Immutable.</summary>
public sealed class LabeledData
{
    private const int MostUnreadable = 100;                 // listed one by one: each is found by reading all labels again

    private LabeledData(string path, SchemeChoice choice, IReadOnlyList<LabeledSentence> sentences, IReadOnlyList<LabelProblem> problems)
    {
        (Path, Choice, Sentences, Problems) = (path, choice, sentences, problems);
        WordCount = sentences.Sum(sentence => (long)sentence.Words.Length);
        var types = sentences.SelectMany(sentence => sentence.Entities.Lenient).Select(entity => entity.Type);
        Types = [.. types.Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The scheme of the labels in the file.</summary>
    public TagScheme Scheme => Choice.Taken;

    /// <summary>How the scheme was found.</summary>
    public SchemeChoice Choice { get; }

    /// <summary>The sentences; every label sequence is legal BIOES, and the entities are those of the labels as written.</summary>
    public IReadOnlyList<LabeledSentence> Sentences { get; }

    /// <summary>The places where the file's labels break its scheme and were repaired, in order.</summary>
    public IReadOnlyList<LabelProblem> Problems { get; }

    /// <summary>How the file was read: which columns were taken, and what was left out.</summary>
    public IReadOnlyList<DataNote> Notes { get; private init; } = [];

    /// <summary>
    /// What is likely wrong with the labels as a whole or with how the file was read, with the remedy where there is one.
    /// </summary>
    public IReadOnlyList<DataNote> Warnings => Scheme != TagScheme.Mixed || Choice.IsGiven ? Doubts
        : [.. Doubts, new($"the types have letters of different schemes, and each is read by its own: {Choice}; "
            + "a scheme given shows the places that break it")];

    private IReadOnlyList<DataNote> Doubts { get; init; } = [];

    private static readonly DataNote _runs = new("the labels have no letters, so a run of equal labels is one entity");

    private static readonly DataNote _noOutside = new("no label is O, so that every word is in an entity; is the right column taken?",
        FormatRemedy.Set(nameof(DataFormat.LabelColumn), "COLUMN"));

    /// <summary>The entity types in ordinal order; an empty string is the unnamed type of bare letters.</summary>
    public IReadOnlyList<string> Types { get; }

    /// <summary>Number of words.</summary>
    public long WordCount { get; }

    /// <summary>
    /// Reads a file, detects its scheme where none is given, and converts it to BIOES; what the scheme does not allow is repaired in the
    /// labels
    /// (see <see cref="EntityReadings.Lenient"/>), but not in <see cref="LabeledSentence.Entities"/>.
    /// </summary>
    /// <exception cref="InvalidInputException">The file cannot be read, has no sentence, or a line or a label is invalid.</exception>
    public static LabeledData Read(string path, TagScheme? scheme = null) => Read(path, DataFormat.Auto, scheme);

    /// <summary>Reads a file of which the layout is known in part or as a whole; null for nothing.</summary>
    /// <exception cref="InvalidInputException">The file cannot be read, has no sentence, or a line or a label is invalid.</exception>
    public static LabeledData Read(string path, DataFormat? format, TagScheme? scheme = null)
    {
        var reader = LabeledFileReader.Open(path, format);
        return Create(path, reader, [.. reader.ReadSentences()], scheme);
    }

    /// <summary>Reads what can be read of a file and lists what cannot; null where nothing can.</summary>
    /// <exception cref="InvalidInputException">The file does not exist, or the format is none.</exception>
    internal static LabeledData? ReadAllThatCanBe(string path, DataFormat? format, TagScheme? scheme, List<LabelProblem> unreadable)
    {
        try
        {
            var reader = LabeledFileReader.Open(path, format ?? DataFormat.Auto, unreadable.Add);
            var sentences = reader.ReadSentences().ToList();
            while (true)
            {
                try
                {
                    return Create(path, reader, [.. sentences], scheme);
                }
                catch (InvalidInputException e) when (e.Line is { } line && unreadable.Count < MostUnreadable
                    && sentences.FindIndex(sentence => sentence.Line <= line
                        && line <= sentence.LineOf(sentence.Words.Length - 1)) is var place and >= 0)
                {
                    unreadable.Add(Problem(path, e));          // a label that is none; the sentence is left out
                    sentences.RemoveAt(place);
                }
            }
        }
        catch (InvalidInputException e) when (e.Kind == InputKind.Data && File.Exists(path))
        {
            // Where all lines are listed, that no sentence is left says nothing more.
            if (unreadable.Count == 0 || e.Line is not null) unreadable.Add(Problem(path, e));
            return null;
        }
    }

    private static LabelProblem Problem(string path, InvalidInputException e)
    {
        var place = e.Line is null ? $"{path}: " : FormattableString.Invariant($"{path}:{e.Line}: ");
        var message = e.Message.StartsWith(place, StringComparison.Ordinal) ? e.Message[place.Length..] : e.Message;
        return new LabelProblem(path, e.Line ?? 0, message) { Remedy = e.Remedy };
    }

    private static LabeledData Create(string path, LabeledFileReader reader, LabeledSentence[] sentences, TagScheme? scheme)
    {
        if (sentences.Length == 0) throw new InvalidInputException(InputKind.Data, path,
            "no sentences; expected lines of a word and its label");
        var check = LabelChecker.Check(path, sentences, scheme);
        return new LabeledData(path, check.Choice, Array.ConvertAll(sentences, check.Convert), check.Problems)
        {
            Notes = check.Choice.Taken == TagScheme.Plain ? [.. reader.Notes, _runs] : reader.Notes,
            Doubts = check.Choice is { Taken: TagScheme.Plain, IsGiven: false } && !sentences.Any(sentence => sentence.Labels.Contains(LabelForm.Outside))
                ? [.. reader.Warnings, _noOutside] : reader.Warnings,
        };
    }

    /// <summary>
    /// Makes every character (code point) of every word a word of its own, as Chinese taggers take them; an entity keeps its text.
    /// </summary>
    public LabeledData ByCharacter() => new(Path, Choice, [.. Sentences.Select(CharacterSplitter.Split)], Problems)
    {
        Notes = Notes,
        Doubts = Doubts,
    };

    /// <summary>The same file with some of its sentences.</summary>
    internal LabeledData Pick(IReadOnlyList<int> sentences) =>
        new(Path, Choice, [.. sentences.Select(sentence => Sentences[sentence])], Problems);

    /// <summary>Other sentences of BIOES labels under the name of this file.</summary>
    internal LabeledData With(IReadOnlyList<LabeledSentence> sentences) => new(Path, Choice, sentences, []);

    /// <summary>The sentences with their entities in the labels of another scheme.</summary>
    /// <exception cref="InvalidInputException">While reading: a sentence that the scheme cannot express.</exception>
    public IEnumerable<LabeledSentence> InScheme(TagScheme scheme) => scheme == TagScheme.Bioes
        ? Sentences
        : Sentences.Select(sentence => sentence with
        {
            Labels = InScheme(sentence, scheme),
        });

    private string[] InScheme(LabeledSentence sentence, TagScheme scheme)
    {
        try
        {
            return EntityWriter.Write(sentence.Entities.Lenient, sentence.Labels.Length, scheme);
        }
        catch (InvalidInputException e) when (e.File is null)
        {
            throw new InvalidInputException(InputKind.Data, Path, e.Message, sentence.Line, e) { Remedy = e.Remedy };
        }
    }

    /// <summary>Checks that a tagger with <paramref name="labels"/> can learn or predict every type of this file.</summary>
    /// <exception cref="InvalidInputException">Types that the labels lack; the message lists them.</exception>
    public void ThrowIfTypesMissing(LabelSet labels)
    {
        var missing = Types.Except(labels.Types, StringComparer.Ordinal).ToArray();
        if (missing.Length == 0) return;
        throw new InvalidInputException(InputKind.Data, Path,
            $"types {Shown(missing)} are not among the labels of training: {Shown(labels.Types)}");
    }

    internal static string Shown(string type) => type.Length == 0 ? "(unnamed)" : type;

    private static string Shown(IEnumerable<string> types) => string.Join(", ", types.Select(Shown));
}
