namespace TinyBertPipeline.Core.Data.Columns;

/// <summary>The usual names of columns, as the first line of a table has them.</summary>
internal static class ColumnHeader
{
    private static readonly HashSet<string> _words = new(StringComparer.Ordinal)
    {
        "word", "words", "token", "tokens", "text", "texta", "form", "char", "character",
    };

    private static readonly HashSet<string> _texts = new(StringComparer.Ordinal) { "sentence" };

    private static readonly HashSet<string> _labels = new(StringComparer.Ordinal)
    {
        "label", "labels", "tag", "tags", "ner", "nertag", "nertags", "nerlabel", "ne", "netag", "entity", "namedentity", "bio", "iob",
            "iob2", "bioes", "nertagname",
    };

    private static readonly HashSet<string> _sentences = new(StringComparer.Ordinal)
    {
        "sentence#", "sentence", "sentenceid", "sentid", "sentenceidx", "sentencenumber", "sentencenr", "sentno", "sent",
    };

    /// <summary>The column of words; of a whole sentence where a column is named after it and none after words.</summary>
    public static int FindWord(IReadOnlyList<string> names) => Find(names, _words) is var word and >= 0 ? word : Find(names, _texts);

    public static int FindLabel(IReadOnlyList<string> names) => Find(names, _labels);

    public static int FindSentence(IReadOnlyList<string> names) => Find(names, _sentences);

    /// <summary>Whether a line names a column of words and one of labels, and holds no label itself.</summary>
    public static bool IsHeader(IReadOnlyList<string> cells) =>
        FindWord(cells) >= 0 && FindLabel(cells) >= 0 && !cells.Any(cell => LabelForm.IsLabel(cell));

    private static int Find(IReadOnlyList<string> names, HashSet<string> known) =>
        names.Index().Where(name => known.Contains(Plain(name.Item))).Select(name => (int?)name.Index).FirstOrDefault() ?? -1;

    private static string Plain(string name) =>
        string.Concat(name.ToLowerInvariant().Where(c => c is not (' ' or '_' or '-' or '"' or '.')));
}
