namespace TinyBertPipeline.Core.Labeling;

/// <summary>Writes entities as labels, the other way round from <see cref="EntityReader"/>.</summary>
public static class EntityWriter
{
    /// <summary>Labels a sentence of <paramref name="words"/> words in BIOES; entities must not overlap. An empty type gives bare letters.</summary>
    /// <exception cref="ArgumentException">An entity lies outside of the sentence or overlaps another.</exception>
    public static string[] ToBioes(IEnumerable<EntitySpan> entities, int words) => Write(entities, words, TagScheme.Bioes);

    /// <summary>Labels a sentence of <paramref name="words"/> words; entities must not overlap. An empty type gives bare letters.</summary>
    /// <exception cref="ArgumentException">An entity lies outside of the sentence or overlaps another.</exception>
    public static string[] Write(IEnumerable<EntitySpan> entities, int words, TagScheme scheme)
    {
        var types = new string?[words];
        var letters = new char[words];
        Array.Fill(letters, 'O');
        foreach (var (type, start, end) in entities)
        {
            if (start < 0 || end < start || end >= words || letters.AsSpan(start..(end + 1)).ContainsAnyExcept('O'))
                throw new ArgumentException($"entity {start}..{end} overlaps another or lies outside of a sentence of {words} words");
            for (var i = start; i <= end; i++) (letters[i], types[i]) = (Letter(scheme, i == start, i == end), type);
        }
        return [.. letters.Select((letter, i) => new Tag(InScheme(scheme, i, letters, types), types[i] ?? "").ToString())];
    }

    private static char Letter(TagScheme scheme, bool isFirst, bool isLast)
    {
        // begin, inside, end, single
        var letters = scheme switch
        {
            TagScheme.Bio or TagScheme.Iob1 => "BIIB",
            TagScheme.Bilou => "BILU",
            TagScheme.Bmes => "BMES",
            _ => "BIES",
        };
        return letters[isFirst ? isLast ? 3 : 0 : isLast ? 2 : 1];
    }

    // IOB1 begins an entity with B only behind another of its type.
    private static char InScheme(TagScheme scheme, int i, char[] letters, string?[] types) =>
        scheme == TagScheme.Iob1 && letters[i] == 'B' && (i == 0 || types[i - 1] != types[i]) ? 'I' : letters[i];
}
