using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Data;

/// <summary>Finds the scheme of labelled sentences and the places that break its rules.</summary>
internal sealed class LabelChecker
{
    private readonly Dictionary<string, Tag> _tags = new(StringComparer.Ordinal);
    private readonly string _path;

    private LabelChecker(string path) => _path = path;

    public TagScheme Scheme { get; private set; }

    public List<LabelProblem> Problems { get; } = [];

    /// <summary>Checks every label and every transition.</summary>
    /// <exception cref="InvalidInputException">A label is of no known form, or its letter is not of the scheme.</exception>
    public static LabelChecker Check(string path, IReadOnlyList<LabeledSentence> sentences, TagScheme? scheme)
    {
        var checker = new LabelChecker(path);
        foreach (var sentence in sentences) checker.AddTags(sentence);
        checker.Scheme = scheme ?? TagSchemes.DetectByLetters(checker._tags.Values) ?? checker.DetectByOrder(sentences);
        foreach (var sentence in sentences) checker.AddProblems(sentence);
        return checker;
    }

    private void AddTags(LabeledSentence sentence)
    {
        for (var i = 0; i < sentence.Labels.Length; i++)
        {
            var label = sentence.Labels[i];
            if (_tags.ContainsKey(label)) continue;
            if (!Tag.TryParse(label, out var tag))
                throw new InvalidInputException(InputKind.Data, _path, $"'{label}' is no label (valid: {Tag.ValidForms})", sentence.Line + i);
            _tags.Add(label, tag);
        }
    }

    // B and I only: IOB1 where no B stands but after its own type. A file of O alone is BIOES as well as anything.
    private TagScheme DetectByOrder(IReadOnlyList<LabeledSentence> sentences)
    {
        if (_tags.Values.All(tag => tag.Letter == 'O')) return TagScheme.Bioes;
        var isIob1 = _tags.Values.Any(tag => tag.Letter == 'I') && sentences.All(sentence => Transitions(sentence).All(
            pair => TagSchemes.MayFollow(TagScheme.Iob1, pair.Previous, pair.Next)));
        return isIob1 ? TagScheme.Iob1 : TagScheme.Bio;
    }

    private void AddProblems(LabeledSentence sentence)
    {
        var letters = TagSchemes.Letters(Scheme);
        foreach (var (previous, next, line) in Transitions(sentence))
        {
            if (!letters.Contains(next.Letter))
            {
                throw new InvalidInputException(InputKind.Data, _path,
                    $"label '{next}' does not fit the other labels or the scheme given, {Scheme} (letters {string.Join(' ', letters.ToCharArray())})", line);
            }
            if (!TagSchemes.MayFollow(Scheme, previous, next)) Problems.Add(new LabelProblem(_path, line, Describe(previous, next, sentence, line)));
        }
    }

    private string Describe(Tag previous, Tag next, LabeledSentence sentence, long line)
    {
        var scheme = Scheme.ToString().ToUpperInvariant();
        if (next == Tag.Outside && previous.Letter != 'O')
        {
            var atEnd = line == sentence.Line + sentence.Labels.Length - 1 && _tags[sentence.Labels[^1]] == previous;
            return $"{scheme} does not allow {previous} before {(atEnd ? "the end of the sentence" : "O")}; the entity is taken to end there";
        }
        var place = line == sentence.Line ? "at the start of a sentence" : $"after {previous}";
        return $"{scheme} does not allow {next} {place}; an entity is taken to start there";
    }

    private IEnumerable<(Tag Previous, Tag Next, long Line)> Transitions(LabeledSentence sentence)
    {
        var previous = Tag.Outside;
        for (var i = 0; i < sentence.Labels.Length; i++)
        {
            var next = _tags[sentence.Labels[i]];
            yield return (previous, next, sentence.Line + i);
            previous = next;
        }
        yield return (previous, Tag.Outside, sentence.Line + sentence.Labels.Length - 1);
    }
}
