namespace TinyBertPipeline.Core.Labeling;

/// <summary>The rules of the schemes: their letters, and how they mark the borders of entities.</summary>
internal static class TagSchemes
{
    /// <summary>All schemes; of several that fit, the first is taken.</summary>
    public static IReadOnlyList<TagScheme> ByPreference { get; } =
    [
        TagScheme.Bio, TagScheme.Iob1, TagScheme.Ioe2, TagScheme.Ioe1, TagScheme.Bioes, TagScheme.Bilou, TagScheme.Bmes,
        TagScheme.Bios, TagScheme.Bieo, TagScheme.Plain, TagScheme.Mixed,
    ];

    public static string Letters(TagScheme scheme) => scheme switch
    {
        TagScheme.Bioes => "BIOES",
        TagScheme.Bio or TagScheme.Iob1 => "BIO",
        TagScheme.Ioe1 or TagScheme.Ioe2 => "IOE",
        TagScheme.Bilou => "BILOU",
        TagScheme.Bmes => "BMESO",
        TagScheme.Bios => "BIOS",
        TagScheme.Bieo => "BIEO",
        TagScheme.Plain => "O\0",
        TagScheme.Mixed => "BIOESLUM\0",
        _ => throw new ArgumentOutOfRangeException(nameof(scheme), scheme, "unknown scheme"),
    };

    /// <summary>The letters for messages.</summary>
    public static string Shown(TagScheme scheme) => scheme == TagScheme.Plain
        ? "O, and labels without a letter"
        : $"letters {string.Join(' ', Letters(scheme).Replace("\0", "", StringComparison.Ordinal).ToCharArray())}";

    /// <summary>The rule of a type.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="roles">The roles of the type's labels; they matter to <see cref="TagScheme.Mixed"/> only.</param>
    public static EntityRule Rule(TagScheme scheme, string roles) => scheme switch
    {
        TagScheme.Bio or TagScheme.Bios => new(Border.Marked, Border.Unmarked),
        TagScheme.Iob1 => new(Border.MarkedBetween, Border.Unmarked),
        TagScheme.Ioe1 => new(Border.Unmarked, Border.MarkedBetween),
        TagScheme.Ioe2 => new(Border.Unmarked, Border.Marked),
        TagScheme.Bieo => new(Border.Marked, Border.MarkedIfLong),
        TagScheme.Plain => new(Border.Unmarked, Border.Unmarked),
        TagScheme.Mixed => new(Marked(roles, 'B'), Marked(roles, 'E')),
        _ => new(Border.Marked, Border.Marked),
    };

    /// <summary>The label of a role in a scheme, as a letter; null where the scheme has none.</summary>
    public static char? Letter(TagScheme scheme, char role)
    {
        foreach (var letter in Letters(scheme))
        {
            if (Tag.RoleOf(letter) == role) return letter;
        }
        return null;
    }

    /// <summary>The scheme of seqeval's strict mode that reads the same BIOES roles; null where seqeval has none.</summary>
    public static StrictScheme? InSeqeval(TagScheme scheme) => scheme switch
    {
        TagScheme.Bioes or TagScheme.Bilou or TagScheme.Bmes => StrictScheme.Iobes,
        TagScheme.Bio => StrictScheme.Iob2,
        TagScheme.Iob1 => StrictScheme.Iob1,
        TagScheme.Ioe1 => StrictScheme.Ioe1,
        TagScheme.Ioe2 => StrictScheme.Ioe2,
        _ => null,
    };

    private static Border Marked(string roles, char role) => roles.Contains(role) ? Border.Marked : Border.Unmarked;
}
