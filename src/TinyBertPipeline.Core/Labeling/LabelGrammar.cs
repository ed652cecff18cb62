using System.Runtime.InteropServices;

namespace TinyBertPipeline.Core.Labeling;

/// <summary>Which label may follow which, and where the entities of a sequence are: a scheme, applied to the letters that each type has.</summary>
internal sealed class LabelGrammar
{
    private readonly Dictionary<string, EntityRule> _rules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _roles = new(StringComparer.Ordinal);
    private readonly StrictPatterns? _seqeval;

    /// <param name="scheme">The scheme.</param>
    /// <param name="tags">The labels, O among them or not.</param>
    public LabelGrammar(TagScheme scheme, IEnumerable<Tag> tags)
    {
        Scheme = scheme;
        _seqeval = TagSchemes.InSeqeval(scheme) is { } strict ? StrictPatterns.Of(strict) : null;
        foreach (var type in tags.Where(tag => tag != Tag.Outside).GroupBy(tag => tag.Type, StringComparer.Ordinal))
        {
            var roles = string.Concat(type.Select(tag => tag.Role).Distinct().Order());
            _roles.Add(type.Key, roles);
            _rules.Add(type.Key, TagSchemes.Rule(scheme, roles));
        }
    }

    public TagScheme Scheme { get; }

    /// <summary>The types in ordinal order.</summary>
    public IEnumerable<string> Types => _roles.Keys.Order(StringComparer.Ordinal);

    /// <summary>The roles that a type has, of B E I S.</summary>
    public string Roles(string type) => _roles.GetValueOrDefault(type, "");

    public EntityRule Rule(string type) => _rules.TryGetValue(type, out var rule) ? rule : TagSchemes.Rule(Scheme, "");

    /// <summary>Whether a label goes on with the entity of the label before it.</summary>
    public static bool GoesOn(Tag previous, Tag next) =>
        previous != Tag.Outside && next != Tag.Outside && previous.Type == next.Type && EntityRule.GoesOn(previous.Role, next.Role);

    /// <summary>
    /// Whether <paramref name="next"/> may follow <paramref name="previous"/>; a sentence is preceded and followed by <see cref="Tag.Outside"/>.
    /// </summary>
    public bool MayFollow(Tag previous, Tag next) => GoesOn(previous, next) || MayEnd(previous, next) && MayStart(previous, next);

    /// <summary>A label that lies on no legal path from the start to the end of a sentence; null where every label does.</summary>
    public Tag? FindUnreachable(IEnumerable<Tag> tags) => tags.Where(tag => tag != Tag.Outside)
        .Cast<Tag?>().FirstOrDefault(tag => !Reachable(tag!.Value, forward: true) || !Reachable(tag.Value, forward: false));

    /// <summary>Whether another grammar of the same labels allows the same sequences.</summary>
    public bool AllowsTheSame(LabelGrammar other) => Types.SelectMany(Pairs)
        .All(pair => MayFollow(pair.Previous, pair.Next) == other.MayFollow(pair.Previous, pair.Next));

    public int CountIllegalPlaces(ReadOnlySpan<Tag> tags)
    {
        var places = 0;
        var previous = Tag.Outside;
        foreach (var tag in tags)
        {
            if (!MayFollow(previous, tag)) places++;
            previous = tag;
        }
        return MayFollow(previous, Tag.Outside) ? places : places + 1;
    }

    public EntityReadings Read(ReadOnlySpan<Tag> tags)
    {
        var places = CountIllegalPlaces(tags);
        var lenient = ReadLenient(tags);
        var legal = places == 0 ? lenient : SelectLegal(lenient, tags);
        // An entity of one word before another of its type is E in IOE1; seqeval does not read it, though the scheme allows it.
        var isSame = _seqeval is null || places == 0 && Scheme != TagScheme.Ioe1;
        return new EntityReadings(isSame ? legal : EntityReader.ReadStrict(Roles(tags), _seqeval!), legal, lenient, places);
    }

    public static List<EntitySpan> ReadLenient(ReadOnlySpan<Tag> tags)
    {
        var entities = new List<EntitySpan>();
        var previous = Tag.Outside;
        var start = 0;
        for (var i = 0; i <= tags.Length; i++)
        {
            var tag = i < tags.Length ? tags[i] : Tag.Outside;
            var typeChanges = tag.Type != previous.Type;
            if (EntityReader.Ends(previous.Role, tag.Role, typeChanges)) entities.Add(new EntitySpan(previous.Type, start, i - 1));
            if (EntityReader.Starts(previous.Role, tag.Role, typeChanges)) start = i;
            previous = tag;
        }
        return entities;
    }

    private List<EntitySpan> SelectLegal(List<EntitySpan> entities, ReadOnlySpan<Tag> tags)
    {
        var legal = new List<EntitySpan>();
        foreach (var entity in entities)
        {
            var before = entity.Start > 0 ? tags[entity.Start - 1] : Tag.Outside;
            var after = entity.End + 1 < tags.Length ? tags[entity.End + 1] : Tag.Outside;
            if (MayStart(before, tags[entity.Start]) && MayEnd(tags[entity.End], after)) legal.Add(entity);
        }
        return legal;
    }

    private bool MayStart(Tag previous, Tag tag) =>
        tag == Tag.Outside || Rule(tag.Type).Starts(previous != Tag.Outside && previous.Type == tag.Type ? previous.Role : 'O', tag.Role);

    private bool MayEnd(Tag tag, Tag next) =>
        tag == Tag.Outside || Rule(tag.Type).Ends(tag.Role, next != Tag.Outside && next.Type == tag.Type ? next.Role : 'O');

    // Labels of other types count as O, so that the type's own labels and O are all that a path needs.
    private bool Reachable(Tag tag, bool forward)
    {
        var seen = new HashSet<Tag> { Tag.Outside };
        var open = new Stack<Tag>(seen);
        while (open.TryPop(out var from))
        {
            foreach (var role in Roles(tag.Type))
            {
                var to = new Tag(role, tag.Type);
                if ((forward ? MayFollow(from, to) : MayFollow(to, from)) && seen.Add(to)) open.Push(to);
            }
        }
        return seen.Contains(tag with { Letter = tag.Role });
    }

    private IEnumerable<(Tag Previous, Tag Next)> Pairs(string type)
    {
        Tag[] tags = [Tag.Outside, .. Roles(type).Select(role => new Tag(role, type))];
        return tags.SelectMany(previous => tags.Select(next => (previous, next)));
    }

    private static Tag[] Roles(ReadOnlySpan<Tag> tags)
    {
        var roles = new Tag[tags.Length];
        for (var i = 0; i < roles.Length; i++) roles[i] = tags[i] with { Letter = tags[i].Role };
        return roles;
    }
}
