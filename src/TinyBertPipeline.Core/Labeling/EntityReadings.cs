namespace TinyBertPipeline.Core.Labeling;

/// <summary>The entities of one label sequence as each reading finds them. Where the scheme allows the sequence, they are the same.</summary>
/// <param name="Strict">
/// Without any repair, as seqeval's strict mode reads the scheme; where seqeval has no such scheme, the same as <paramref name="Legal"/>.
/// </param>
/// <param name="Legal">Of the lenient entities those that are written as the scheme demands, both borders included.</param>
/// <param name="Lenient">
/// As conlleval reads: an entity without a beginning starts where it stands, one without an end ends where it stands, and a change of type
/// starts another.
/// </param>
/// <param name="IllegalPlaces">Neighbouring labels, ends of the sentence included, that the scheme does not allow.</param>
public sealed record EntityReadings(
    IReadOnlyList<EntitySpan> Strict, IReadOnlyList<EntitySpan> Legal, IReadOnlyList<EntitySpan> Lenient, int IllegalPlaces)
{
    private static readonly LabelGrammar _bioes = new(TagScheme.Bioes, []);

    /// <summary>The readings of BIOES labels.</summary>
    public static EntityReadings OfBioes(IReadOnlyList<string> labels)
    {
        var tags = new Tag[labels.Count];
        for (var i = 0; i < tags.Length; i++)
        {
            if (!Tag.TryParse(labels[i], out tags[i])) throw new ArgumentException($"'{labels[i]}' is no BIOES label");
        }
        return _bioes.Read(tags);
    }

    /// <summary>The same entities with other borders, for example of characters for words.</summary>
    public EntityReadings Select(Func<EntitySpan, EntitySpan> map)
    {
        var lenient = Map(Lenient);
        return new EntityReadings(Same(Strict), Same(Legal), lenient, IllegalPlaces);

        EntitySpan[] Map(IReadOnlyList<EntitySpan> entities) => [.. entities.Select(map)];
        EntitySpan[] Same(IReadOnlyList<EntitySpan> entities) => ReferenceEquals(entities, Lenient) ? lenient : Map(entities);
    }

    /// <summary>The entities that strict scores are made of, after a repair if one is wanted.</summary>
    public IReadOnlyList<EntitySpan> After(LabelRepair repair) => repair switch
    {
        LabelRepair.None => Strict,
        LabelRepair.Discard => Legal,
        LabelRepair.Conlleval => Lenient,
        _ => throw new ArgumentOutOfRangeException(nameof(repair), repair, "unknown repair"),
    };
}
