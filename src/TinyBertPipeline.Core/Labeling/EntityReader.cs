namespace TinyBertPipeline.Core.Labeling;

/// <summary>
/// Reads the entities of a label sequence, in two ways, both equal to seqeval 1.2.2. The type of a bare label, which seqeval calls <c>_</c>,
/// is empty.
/// </summary>
public static class EntityReader
{
    private const string Unnamed = "_";                     // seqeval's name of the type of bare labels

    /// <summary>
    /// The lenient reading of conlleval and of seqeval's default mode: B and S start an entity, E and S end one, and so does a change of
    /// type; an I or E without a beginning starts one too. The first letter of any label is its prefix, also of an unknown label.
    /// </summary>
    /// <exception cref="ArgumentException">A label is empty.</exception>
    public static IReadOnlyList<EntitySpan> ReadDefault(IReadOnlyList<string> labels) => ReadDefault(labels, firstSentence: true);

    /// <summary>
    /// The strict reading: only what the scheme allows is an entity; an entity that does not end as it must is dropped.
    /// </summary>
    /// <exception cref="InvalidInputException">A label's letter is not of the scheme.</exception>
    public static IReadOnlyList<EntitySpan> ReadStrict(IReadOnlyList<string> labels, StrictScheme scheme)
    {
        var patterns = StrictPatterns.Of(scheme);
        var entities = ReadStrict([.. labels.Select(label => ParseStrict(label, scheme, patterns.Letters))], patterns);
        return entities.ConvertAll(entity => Entity(entity.Type, entity.Start, entity.End));
    }

    internal static List<EntitySpan> ReadStrict(Tag[] labels, StrictPatterns patterns)
    {
        Tag[] tags = [.. labels, Tag.Outside];
        var entities = new List<EntitySpan>();
        var previous = tags[^1];
        for (var i = 0; i < tags.Length;)
        {
            var start = i++;
            if (Array.Exists(patterns.Start, pair => pair.Matches(previous, tags[start])))
            {
                while (i < tags.Length && Array.Exists(patterns.Inside, pair => pair.Matches(tags[i - 1], tags[i]))) i++;
                if (Array.Exists(patterns.End, pair => pair.Matches(tags[i - 1], tags[i]))) entities.Add(new EntitySpan(tags[start].Type, start, i - 1));
            }
            previous = tags[i - 1];
        }
        return entities;
    }

    // Sentences are read with one O between them: before all but the first, the type that precedes is that of a bare label.
    internal static List<EntitySpan> ReadDefault(IReadOnlyList<string> labels, bool firstSentence)
    {
        var entities = new List<EntitySpan>();
        var previous = 'O';
        ReadOnlySpan<char> previousType = firstSentence ? "" : Unnamed;
        var start = 0;
        for (var i = 0; i <= labels.Count; i++)
        {
            var label = i < labels.Count ? labels[i] : "O";
            if (label.Length == 0) throw new ArgumentException($"label {i} is empty");
            var letter = label[0];
            var type = TypeOf(label);
            var typeChanges = !type.SequenceEqual(previousType);
            if (Ends(previous, letter, typeChanges)) entities.Add(Entity(previousType.ToString(), start, i - 1));
            if (Starts(previous, letter, typeChanges)) start = i;
            previous = letter;
            previousType = type;
        }
        return entities;
    }

    internal static bool Ends(char previous, char current, bool typeChanges) =>
        previous is 'E' or 'S' || previous is 'B' or 'I' && current is 'B' or 'S' or 'O' || previous is not ('O' or '.') && typeChanges;

    internal static bool Starts(char previous, char current, bool typeChanges) =>
        current is 'B' or 'S' || current is 'E' or 'I' && previous is 'E' or 'S' or 'O' || current is not ('O' or '.') && typeChanges;

    // What stands after the first hyphen that follows the letter; without one, everything after the letter.
    private static ReadOnlySpan<char> TypeOf(string label)
    {
        var rest = label.AsSpan(1);
        var type = rest[(rest.IndexOf('-') + 1)..];
        return type.IsEmpty ? Unnamed : type;
    }

    private static Tag ParseStrict(string label, StrictScheme scheme, string letters)
    {
        if (label.Length == 0 || !letters.Contains(label[0]))
            throw new InvalidInputException(InputKind.Data, null,
                $"label '{label}' is not of scheme {scheme.ToString().ToUpperInvariant()} (letters {string.Join(' ', letters.ToCharArray())})");
        var type = label[1..].Trim('-');
        return new Tag(label[0], type.Length == 0 ? Unnamed : type);
    }

    private static EntitySpan Entity(string type, int start, int end) => new(type == Unnamed ? "" : type, start, end);
}
