namespace TinyBertPipeline.Core.Labeling;

/// <summary>
/// The labels of a tagger in the order of its logits, and the scheme they are of. Whatever letters a type has, each label lies on a path
/// from the start to the end of a sentence that the scheme allows.
/// </summary>
public sealed class LabelSet
{
    /// <summary>The most types of entities that a tagger can have: a table of which label may follow which grows with their square.</summary>
    public const int MostTypes = 1000;

    private const int MostLabels = 5 * MostTypes;

    // Labels that some taggers carry for special positions; like all in brackets they are never predicted.
    private static readonly string[] _specialLabels = ["", "PAD"];
    private const string SubwordLabel = "X";

    private readonly string[] _labels;
    private readonly Tag?[] _tags;
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<(char Role, string Type), int> _idOfRole = [];

    private LabelSet(IEnumerable<string> labels, TagScheme? scheme)
    {
        (_labels, var outside, var writtenAs) = InCommonNotation([.. labels], scheme);
        if (_labels.Length > MostLabels) throw Invalid($"there are {_labels.Length} labels, and at most {MostLabels} can be used");
        for (var id = 0; id < _labels.Length; id++)
        {
            if (_labels[id].Length > 0 && !_ids.TryAdd(_labels[id], id))
                throw Invalid($"label '{_labels[id]}' stands twice (ids {_ids[_labels[id]]} and {id})");
        }
        _tags = Parse(_labels, scheme);
        if (!_ids.ContainsKey("O"))
            throw Invalid($"the labels lack O, the label of words outside of entities: {string.Join(' ', _labels)}", new Remedy(RemedyKind.GiveLabels));
        for (var id = 0; id < _labels.Length; id++)
        {
            if (_tags[id] is { } tag) _idOfRole.TryAdd((tag.Role, tag.Type), id);
        }
        Grammar = Choose([.. _tags.OfType<Tag>()], scheme, out var choice);
        (Choice, Types) = (choice with { Outside = outside, WrittenAs = writtenAs }, [.. Grammar.Types]);
    }

    /// <summary>The labels; their index is their id. A row of the classifier without a name is an empty text.</summary>
    public IReadOnlyList<string> Labels => _labels;

    /// <summary>Number of labels.</summary>
    public int Count => _labels.Length;

    /// <summary>The entity types in ordinal order; an empty string is the unnamed type of bare letters.</summary>
    public IReadOnlyList<string> Types { get; }

    /// <summary>The scheme that decides which label may follow which.</summary>
    public TagScheme Scheme => Choice.Taken;

    /// <summary>How the scheme was found, and which others would fit.</summary>
    public SchemeChoice Choice { get; }

    /// <summary>The label of an id.</summary>
    public string this[int id] => _labels[id];

    /// <summary>Creates O first, then B, I, E, S of each type, types in ordinal order. An empty type gives bare letters.</summary>
    public static LabelSet FromTypes(IEnumerable<string> types) => new(
        types.Distinct().Order(StringComparer.Ordinal).SelectMany(type => "BIES".Select(letter => new Tag(letter, type).ToString())).Prepend("O"),
        TagScheme.Bioes);

    /// <summary>
    /// Takes the labels of any tagger in their order (<c>id2label</c>). The scheme is told by the letters; <see cref="Choice"/> says where
    /// they leave it open. Labels for special positions (<c>[CLS]</c>, <c>&lt;PAD&gt;</c>, <c>X</c> …) are kept but never predicted.
    /// Labels in another notation (<c>B_LOC</c>, <c>LOC-B</c>, <c>b-loc</c>) become <c>B-LOC</c>, and another name for O (<c>OTHER</c>,
    /// <c>0</c>) becomes O; <see cref="Choice"/> tells.
    /// </summary>
    /// <param name="labels">The labels in the order of the logits; an empty one is a row without a name.</param>
    /// <param name="scheme">The scheme, where it is known better than by detection.</param>
    /// <exception cref="InvalidInputException">
    /// A label is of no known form or stands twice, O is missing, or the scheme given leaves a label without a legal path.
    /// </exception>
    public static LabelSet FromLabels(IReadOnlyList<string> labels, TagScheme? scheme = null) => new(labels, scheme);

    /// <summary>The id of a label, or -1.</summary>
    public int IdOf(string label) => _ids.GetValueOrDefault(label, -1);

    /// <summary>Whether a label may be predicted after another; both ends of a sentence count as O.</summary>
    public bool MayFollow(int previous, int next) =>
        _tags[previous] is { } before && _tags[next] is { } after && Grammar.MayFollow(before, after);

    /// <summary>Whether a sentence may start with the label.</summary>
    public bool MayStart(int id) => MayFollow(_ids["O"], id);

    /// <summary>Whether a sentence may end with the label.</summary>
    public bool MayEnd(int id) => MayFollow(id, _ids["O"]);

    /// <summary>
    /// The entities of predicted ids, whatever the scheme; what it does not allow is read as conlleval does
    /// (see <see cref="EntityReadings.Lenient"/>).
    /// </summary>
    public IReadOnlyList<EntitySpan> Entities(ReadOnlySpan<int> ids) => LabelGrammar.ReadLenient(TagsOf(ids));

    /// <summary>The entities of predicted ids in each reading.</summary>
    public EntityReadings Read(ReadOnlySpan<int> ids) => Grammar.Read(TagsOf(ids));

    /// <summary>Writes entities with the labels of this set, the other way round from <see cref="Entities"/>.</summary>
    /// <param name="entities">Entities in any order.</param>
    /// <param name="words">Number of words.</param>
    /// <returns>A label id for each word; the sequence is one that the scheme allows.</returns>
    /// <exception cref="ArgumentException">An entity lies outside of the sentence or overlaps another.</exception>
    /// <exception cref="InvalidInputException">The labels of a type cannot express one of its entities; the message says why.</exception>
    public int[] Encode(IReadOnlyList<EntitySpan> entities, int words) =>
        Array.ConvertAll(EntityEncoder.Encode(entities, words, Grammar.Rule, Grammar.Roles), label => _idOfRole[label]);

    /// <summary>
    /// The labels of predicted ids in BIOES, whatever the scheme. BIOES ids keep their labels, legal or not; entities of other schemes are
    /// read as <see cref="Entities"/> does.
    /// </summary>
    public string[] ToBioes(ReadOnlySpan<int> ids)
    {
        if (Scheme != TagScheme.Bioes) return EntityWriter.ToBioes(Entities(ids), ids.Length);
        var labels = new string[ids.Length];
        for (var i = 0; i < labels.Length; i++) labels[i] = _labels[ids[i]];
        return labels;
    }

    /// <summary>Whether the label is that of a word in an entity: neither O nor one for special positions.</summary>
    public bool IsEntity(int id) => _tags[id] is { Letter: not 'O' };

    /// <summary>The rules of the scheme for each type.</summary>
    internal LabelGrammar Grammar { get; }

    /// <summary>The first label with a BIOES role of a type, or -1.</summary>
    internal int IdOfRole(char role, string type) => _idOfRole.GetValueOrDefault((role, type), -1);

    /// <summary>The label taken apart; null for a label that is never predicted.</summary>
    internal Tag? TagOf(int id) => _tags[id];

    private Tag[] TagsOf(ReadOnlySpan<int> ids)
    {
        var tags = new Tag[ids.Length];
        for (var i = 0; i < tags.Length; i++) tags[i] = _tags[ids[i]] ?? Tag.Outside;
        return tags;
    }

    // A model's labels are a table, not a column that may hold anything: what is written as one is read as one.
    private static (string[] Labels, string? Outside, string? WrittenAs) InCommonNotation(string[] labels, TagScheme? scheme)
    {
        var outside = LabelForms.OutsideOf(labels);
        string[] read = [.. labels.Select(label => label == outside ? "O" : label)];
        if (LabelForms.TryParse([.. Predicted(read).Select(id => read[id])], scheme, mayMix: true, out _, out var fault)
            || fault.WrittenAs is not { } writtenAs || !LabelNotation.TryParse(writtenAs, out var notation))
            return (read, outside, null);
        foreach (var id in Predicted(read)) read[id] = notation.Read(read[id]);
        return (read, outside, writtenAs);
    }

    private static int[] Predicted(string[] labels)
    {
        var hasLetters = labels.Any(label => Tag.TryParse(label, out var tag) && tag.Letter != 'O');
        return [.. Enumerable.Range(0, labels.Length).Where(id => !IsSpecial(labels[id], hasLetters))];
    }

    private static Tag?[] Parse(string[] labels, TagScheme? scheme)
    {
        var ids = Predicted(labels);
        if (!LabelForms.TryParse([.. ids.Select(id => labels[id])], scheme, mayMix: true, out var tags, out var fault))
            throw Invalid($"'{labels[ids[fault.Index]]}' {fault.Reason}", fault.Remedy);
        var all = new Tag?[labels.Length];
        foreach (var (i, id) in ids.Index()) all[id] = tags[i];
        return all;
    }

    private static bool IsSpecial(string label, bool hasLetters) =>
        _specialLabels.Contains(label) || hasLetters && label == SubwordLabel || label is ['[', .., ']'] or ['<', .., '>'];

    private static LabelGrammar Choose(Tag[] tags, TagScheme? given, out SchemeChoice choice)
    {
        if (given is not { } scheme) return SchemeDetection.OfLabels(tags, out choice);
        var letters = TagSchemes.Letters(scheme);
        if (tags.FirstOrDefault(tag => !letters.Contains(tag.Letter)) is { Type: not null } stranger)
            throw Invalid($"label '{stranger}' is not of scheme {scheme} ({TagSchemes.Shown(scheme)})");
        var grammar = new LabelGrammar(scheme, tags);
        if (grammar.FindUnreachable(tags) is { } dead)
        {
            var ofType = tags.Where(tag => tag.Type == dead.Type && tag != Tag.Outside);
            throw Invalid($"under scheme {scheme} label '{dead}' could never be predicted, as its type has only the labels "
                + $"{string.Join(' ', ofType)}; {SchemeDetection.OfLabels(tags, out _).Scheme} fits");
        }
        choice = SchemeDetection.Choice(grammar, isGiven: true, []);
        return grammar;
    }

    private static InvalidInputException Invalid(string message, Remedy? remedy = null) =>
        new(InputKind.Model, null, message) { Remedy = remedy };
}
