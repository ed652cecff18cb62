namespace TinyBertPipeline.Core.Labeling;

/// <summary>The labels of a tagger in the order of its logits, and the scheme they are of.</summary>
public sealed class LabelSet
{
    // Labels that some taggers carry for special positions; they are never predicted.
    private static readonly string[] _specialLabels = ["X", "[CLS]", "[SEP]", "[PAD]", "PAD", "<PAD>", "<pad>"];

    private readonly string[] _labels;
    private readonly Tag?[] _tags;
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);

    private LabelSet(IEnumerable<string> labels, TagScheme? scheme)
    {
        _labels = [.. labels];
        _tags = Array.ConvertAll(_labels, Parse);
        for (var id = 0; id < _labels.Length; id++)
        {
            if (!_ids.TryAdd(_labels[id], id)) throw Invalid($"label '{_labels[id]}' stands twice (ids {_ids[_labels[id]]} and {id})");
        }
        if (!_ids.ContainsKey("O")) throw Invalid($"the labels lack O, the label of words outside of entities: {string.Join(' ', _labels)}");
        var tags = _tags.OfType<Tag>().ToArray();
        Types = [.. tags.Where(tag => tag.Letter != 'O').Select(tag => tag.Type).Distinct().Order(StringComparer.Ordinal)];
        Scheme = scheme ?? Detect(tags);
        var letters = TagSchemes.Letters(Scheme);
        if (tags.FirstOrDefault(tag => !letters.Contains(tag.Letter)) is { Type: not null } stranger)
            throw Invalid($"label '{stranger}' is not of scheme {Scheme} (letters {string.Join(' ', letters.ToCharArray())})");
    }

    /// <summary>The labels; their index is their id.</summary>
    public IReadOnlyList<string> Labels => _labels;

    /// <summary>Number of labels.</summary>
    public int Count => _labels.Length;

    /// <summary>The entity types in ordinal order; an empty string is the unnamed type of bare letters.</summary>
    public IReadOnlyList<string> Types { get; }

    /// <summary>The scheme that decides which label may follow which.</summary>
    public TagScheme Scheme { get; }

    /// <summary>The label of an id.</summary>
    public string this[int id] => _labels[id];

    /// <summary>Creates O first, then B, I, E, S of each type, types in ordinal order. An empty type gives bare letters.</summary>
    public static LabelSet FromTypes(IEnumerable<string> types) => new(
        types.Distinct().Order(StringComparer.Ordinal).SelectMany(type => "BIES".Select(letter => new Tag(letter, type).ToString())).Prepend("O"),
        TagScheme.Bioes);

    /// <summary>
    /// Takes the labels of any tagger in their order (<c>id2label</c>). The scheme is detected; BIO and IOB1 have the same labels, and IOB1 is
    /// assumed only where a type has no B. Labels for special positions (<c>[CLS]</c>, <c>[SEP]</c>, <c>[PAD]</c>, <c>X</c>) are kept but never predicted.
    /// </summary>
    /// <param name="labels">The labels in the order of the logits.</param>
    /// <param name="scheme">The scheme, where it is known better than by detection.</param>
    /// <exception cref="InvalidInputException">A label is of no known form or stands twice, or O is missing.</exception>
    public static LabelSet FromLabels(IReadOnlyList<string> labels, TagScheme? scheme = null) => new(labels, scheme);

    /// <summary>The id of a label, or -1.</summary>
    public int IdOf(string label) => _ids.GetValueOrDefault(label, -1);

    /// <summary>Whether a label may be predicted after another; both ends of a sentence count as O.</summary>
    public bool MayFollow(int previous, int next) =>
        _tags[previous] is { } before && _tags[next] is { } after && TagSchemes.MayFollow(Scheme, before, after);

    /// <summary>Whether a sentence may start with the label.</summary>
    public bool MayStart(int id) => MayFollow(_ids["O"], id);

    /// <summary>Whether a sentence may end with the label.</summary>
    public bool MayEnd(int id) => MayFollow(id, _ids["O"]);

    /// <summary>
    /// The labels of predicted ids in BIOES, whatever the scheme. BIOES ids keep their labels, legal or not; sequences of other schemes are
    /// converted as <see cref="BioesConverter"/> does.
    /// </summary>
    public string[] ToBioes(ReadOnlySpan<int> ids)
    {
        var labels = new string[ids.Length];
        for (var i = 0; i < labels.Length; i++) labels[i] = _labels[ids[i]];
        return Scheme == TagScheme.Bioes ? labels : new BioesConverter(Scheme).Convert(labels);
    }

    /// <summary>Whether the label is that of a word in an entity: neither O nor one for special positions.</summary>
    public bool IsEntity(int id) => _tags[id] is { Letter: not 'O' };

    /// <summary>The label taken apart; null for a label that is never predicted.</summary>
    internal Tag? TagOf(int id) => _tags[id];

    private static Tag? Parse(string label)
    {
        if (Tag.TryParse(label, out var tag)) return tag;
        if (_specialLabels.Contains(label)) return null;
        var reason = label.StartsWith("LABEL_", StringComparison.Ordinal) ? ": the model was saved without its labels" : "";
        throw Invalid($"'{label}' is no label of a tagger (valid: {Tag.ValidForms}){reason}");
    }

    private static TagScheme Detect(Tag[] tags) =>
        TagSchemes.DetectByLetters(tags)
        ?? (tags.Any(tag => tag.Letter == 'I' && !tags.Contains(new Tag('B', tag.Type))) ? TagScheme.Iob1 : TagScheme.Bio);

    private static InvalidInputException Invalid(string message) => new(InputKind.Model, null, message);
}
