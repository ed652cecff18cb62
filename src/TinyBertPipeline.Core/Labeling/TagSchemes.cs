namespace TinyBertPipeline.Core.Labeling;

/// <summary>The rules of the schemes: their letters, which label may follow which, and which scheme a set of labels is of.</summary>
internal static class TagSchemes
{
    public static string Letters(TagScheme scheme) => scheme switch
    {
        TagScheme.Bioes => "BIOES",
        TagScheme.Bio or TagScheme.Iob1 => "BIO",
        TagScheme.Bilou => "BILOU",
        TagScheme.Bmes => "BMESO",
        _ => throw new ArgumentOutOfRangeException(nameof(scheme), scheme, "unknown scheme"),
    };

    /// <summary>
    /// Whether <paramref name="next"/> may follow <paramref name="previous"/>; a sentence is preceded and followed by <see cref="Tag.Outside"/>.
    /// </summary>
    public static bool MayFollow(TagScheme scheme, Tag previous, Tag next)
    {
        var (before, after) = (previous.ToBioes(), next.ToBioes());
        var sameEntity = before.Letter is 'B' or 'I' && before.Type == after.Type;
        return scheme switch
        {
            TagScheme.Bio => after.Letter != 'I' || sameEntity,
            TagScheme.Iob1 => after.Letter != 'B' || sameEntity,
            _ => before.Letter is 'B' or 'I' ? sameEntity && after.Letter is 'I' or 'E' : after.Letter is 'O' or 'B' or 'S',
        };
    }

    /// <summary>The scheme of a set of labels by their letters alone; null where it may be BIO or IOB1.</summary>
    public static TagScheme? DetectByLetters(IEnumerable<Tag> tags)
    {
        var letters = tags.Select(tag => tag.Letter).ToHashSet();
        if (letters.Contains('M')) return TagScheme.Bmes;
        if (letters.Contains('L') || letters.Contains('U')) return TagScheme.Bilou;
        return letters.Contains('E') || letters.Contains('S') ? TagScheme.Bioes : null;
    }
}
