namespace TinyBertPipeline.Core.Data;

/// <summary>Which columns of a labelled file to read. The default takes the first column as the word and the last as its label.</summary>
public sealed record LabeledFileFormat
{
    /// <summary>The usual form: <c>token label</c>, further columns between them.</summary>
    public static LabeledFileFormat Default { get; } = new();

    /// <summary>CoNLL-U with entities as Universal NER writes it: number, word, label, two more columns; lines that start with <c># </c> are comments.</summary>
    public static LabeledFileFormat UniversalNer { get; } = new() { WordColumn = 1, LabelColumn = 2, CommentPrefix = "# " };

    /// <summary>The column of the word; negative numbers count from the end, -1 is the last.</summary>
    public int WordColumn { get; init; }

    /// <summary>The column of the label; negative numbers count from the end, -1 is the last.</summary>
    public int LabelColumn { get; init; } = -1;

    /// <summary>Lines that start so are left out and end a sentence; null where a line is never a comment, as <c>#</c> may be a word.</summary>
    public string? CommentPrefix { get; init; }
}
