namespace TinyBertPipeline.Core.Labeling.Paths;

/// <summary>
/// Which labels make up entities, from pairs of neighbours alone, so that it holds for legal and illegal paths of every scheme: an entity
/// is a run of labels of one type each of which continues the one before. This is the reading of conlleval and of
/// <see cref="EntityReader.ReadDefault(IReadOnlyList{string})"/>.
/// </summary>
internal sealed class EntityLabels
{
    private readonly Tag?[] _tags;
    private readonly bool[] _continues;                     // [K,K]
    private readonly Dictionary<string, int[]> _ofType;

    public EntityLabels(LabelSet labels)
    {
        var count = labels.Count;
        _tags = [.. Enumerable.Range(0, count).Select(id => labels.TagOf(id) is { } tag ? tag with { Letter = tag.Role } : (Tag?)null)];
        _continues = [.. from before in _tags from after in _tags select Continues(before, after)];
        Predicted = [.. Enumerable.Range(0, count).Where(id => _tags[id] is not null)];
        _ofType = Predicted.Where(id => !IsOutside(id)).GroupBy(id => _tags[id]!.Value.Type)
            .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>The labels that may be predicted at all, ascending.</summary>
    public int[] Predicted { get; }

    /// <summary>Whether the label is O.</summary>
    public bool IsOutside(int id) => _tags[id] is { Letter: 'O' };

    /// <summary>The label's letter as BIOES has it.</summary>
    public char? LetterOf(int id) => _tags[id]?.Letter;

    /// <summary>The labels of an entity type, ascending; none for an unknown type.</summary>
    public int[] OfType(string type) => _ofType.GetValueOrDefault(type, []);

    /// <summary>Whether the second label belongs to the same entity as the first one.</summary>
    public bool Continues(int previous, int next) => _continues[previous * _tags.Length + next];

    private static bool Continues(Tag? before, Tag? after) =>
        before is { } first && after is { } second && LabelGrammar.GoesOn(first, second);
}
