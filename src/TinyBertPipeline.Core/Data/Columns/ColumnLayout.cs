namespace TinyBertPipeline.Core.Data.Columns;

/// <summary>Where words and labels stand in the lines of a file. Columns are counted from 0 here, from the end where negative.</summary>
/// <param name="Word">The column of the word.</param>
/// <param name="Label">The column of the label.</param>
internal sealed record ColumnLayout(int Word, int Label)
{
    /// <summary>The column that counts the words, or -1.</summary>
    public int Index { get; init; } = -1;

    /// <summary>How many columns most lines have; null where both columns were named, so that others do not matter.</summary>
    public int? Columns { get; init; }

    /// <summary>The line of names, or 0.</summary>
    public long HeaderLine { get; init; }

    /// <summary>Whether lines of <c>#</c> before a sentence are comments where they are no word with a label.</summary>
    public bool HasHashComments { get; init; }

    /// <summary>Whether labels are written as <c>(ORG*</c>, <c>*</c> and <c>*)</c>.</summary>
    public bool HasBrackets { get; init; }

    /// <summary>The feature of the label's column that is the label, as NER in <c>SpaceAfter=No|NER=B-LOC</c>; else null.</summary>
    public string? Feature { get; init; }

    public static int Resolve(int column, int columns) => column < 0 ? columns + column : column;
}
