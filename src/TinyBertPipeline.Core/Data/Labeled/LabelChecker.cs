using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Data.Labeled;

/// <summary>Finds the scheme of labelled sentences and the places that break its rules.</summary>
internal sealed class LabelChecker
{
    private readonly string _path;
    private readonly IReadOnlyList<LabeledSentence> _sentences;
    private readonly Dictionary<string, Tag> _tags;

    private LabelChecker(string path, IReadOnlyList<LabeledSentence> sentences, TagScheme? scheme)
    {
        (_path, _sentences, _tags) = (path, sentences, Parse(path, sentences, scheme));
        (Grammar, Choice) = scheme is { } given ? Given(given) : Detected();
    }

    public LabelGrammar Grammar { get; }

    public SchemeChoice Choice { get; }

    public List<LabelProblem> Problems { get; } = [];

    /// <summary>Checks every label and every transition.</summary>
    /// <exception cref="InvalidInputException">A label is of no known form, or its letter is not of the scheme.</exception>
    public static LabelChecker Check(string path, IReadOnlyList<LabeledSentence> sentences, TagScheme? scheme)
    {
        var checker = new LabelChecker(path, sentences, scheme);
        foreach (var sentence in sentences) checker.AddProblems(sentence);
        return checker;
    }

    /// <summary>The sentence with its entities in each reading, and its labels in BIOES.</summary>
    public LabeledSentence Convert(LabeledSentence sentence)
    {
        var entities = Grammar.Read(Array.ConvertAll(sentence.Labels, label => _tags[label]));
        var labels = EntityWriter.ToBioes(entities.Lenient, sentence.Labels.Length);
        return sentence with { Labels = labels, Written = sentence.Labels, Entities = entities };
    }

    private static Dictionary<string, Tag> Parse(string path, IReadOnlyList<LabeledSentence> sentences, TagScheme? scheme)
    {
        var lines = new OrderedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var sentence in sentences)
        {
            for (var i = 0; i < sentence.Labels.Length; i++) lines.TryAdd(sentence.Labels[i], sentence.LineOf(i));
        }
        if (!LabelForms.TryParse([.. lines.Keys], scheme, mayMix: false, out var tags, out var fault))
        {
            var (label, line) = lines.GetAt(fault.Index);
            throw new InvalidInputException(InputKind.Data, path, $"{UserText.Quote(label)} {fault.Reason}", line)
            {
                Remedy = fault.RemedyOfFile,
            };
        }
        return lines.Keys.Zip(tags).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
    }

    private (LabelGrammar, SchemeChoice) Given(TagScheme scheme)
    {
        var grammar = new LabelGrammar(scheme, _tags.Values);
        return (grammar, SchemeDetection.Choice(grammar, isGiven: true, []));
    }

    private (LabelGrammar, SchemeChoice) Detected()
    {
        var grammar = SchemeDetection.OfTransitions(
            [.. _tags.Values], _sentences.SelectMany(Transitions).CountBy(pair => (pair.Previous, pair.Next)).ToDictionary());
        return (grammar, SchemeDetection.Choice(grammar, isGiven: false, []));
    }

    private void AddProblems(LabeledSentence sentence)
    {
        var letters = TagSchemes.Letters(Grammar.Scheme);
        foreach (var (previous, next, word) in Transitions(sentence))
        {
            var line = sentence.LineOf(Math.Min(word, sentence.Labels.Length - 1));
            if (!letters.Contains(next.Letter))
            {
                throw new InvalidInputException(InputKind.Data, _path,
                    $"label '{next}' does not fit the other labels or the scheme given, {Grammar.Scheme} ({TagSchemes.Shown(Grammar.Scheme)})", line)
                {
                    Remedy = Choice.IsGiven ? null : new Remedy(RemedyKind.GiveScheme, nameof(TagScheme.Mixed).ToLowerInvariant()),
                };
            }
            if (!Grammar.MayFollow(previous, next)) Problems.Add(new LabelProblem(_path, line, Describe(previous, next, sentence, word)));
        }
    }

    private string Describe(Tag previous, Tag next, LabeledSentence sentence, int word)
    {
        var scheme = Choice.Taken.ToString().ToUpperInvariant();
        if (next == Tag.Outside && previous != Tag.Outside)
        {
            var place = word == sentence.Labels.Length ? "the end of the sentence" : "O";
            return $"{scheme} does not allow {previous} before {place}; learned as an entity that ends there, and none in strict scores without a repair";
        }
        return $"{scheme} does not allow {next} {(word == 0 ? "at the start of a sentence" : $"after {previous}")}; learned as an entity that starts there, and none in strict scores without a repair";
    }

    // Each word with the tag before it; behind the last word the end of the sentence.
    private IEnumerable<(Tag Previous, Tag Next, int Word)> Transitions(LabeledSentence sentence)
    {
        var previous = Tag.Outside;
        for (var i = 0; i < sentence.Labels.Length; i++)
        {
            var next = _tags[sentence.Labels[i]];
            yield return (previous, next, i);
            previous = next;
        }
        yield return (previous, Tag.Outside, sentence.Labels.Length);
    }
}
