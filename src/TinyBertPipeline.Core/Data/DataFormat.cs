using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Data.Columns;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Data;

/// <summary>
/// How a labelled file is laid out. What is not given is found out by looking at the whole file, and said; what is given is obeyed.
/// </summary>
public sealed record DataFormat
{
    /// <summary>Everything is found out.</summary>
    public static DataFormat Auto { get; } = new();

    /// <summary>What kind of file it is.</summary>
    public DataKind Kind { get; init; }

    /// <summary>The column of the word; null: the first, behind a column that counts the words.</summary>
    public DataColumn? WordColumn { get; init; }

    /// <summary>The column of the label; null: the last that holds labels.</summary>
    public DataColumn? LabelColumn { get; init; }

    /// <summary>
    /// In CSV, the column that changes where a sentence begins; null: one with a usual name, else blank lines part sentences.
    /// </summary>
    public DataColumn? SentenceColumn { get; init; }

    /// <summary>
    /// Lines that start so are comments: left out, and they end a sentence. Null: lines of <c>#</c> and further words that are no word
    /// with a label.
    /// </summary>
    public string? Comment { get; init; }

    /// <summary>
    /// <c>tab</c>, <c>space</c>, <c>whitespace</c> (tabs and spaces alike) or one character; null: tabs in a line with a tab, else
    /// spaces.
    /// </summary>
    public string? Delimiter { get; init; }

    /// <summary>Whether lines with a label but no word are left out and counted; else they are refused.</summary>
    public bool DropEmptyWords { get; init; }

    /// <summary>Whether a language is taken off the words, as in <c>en:Oslo</c>.</summary>
    public bool StripLanguage { get; init; }

    /// <summary>Whether a number is taken off words of one character, as in <c>京0</c>: its place in a longer word.</summary>
    public bool StripPosition { get; init; }

    /// <summary>What the offsets of spans count.</summary>
    public OffsetUnit Offsets { get; init; }

    /// <summary>
    /// Whether spans that count words (<c>[first, last, "TYPE"]</c>) have their last word in them; null: found out from the whole file.
    /// </summary>
    public SpanEnds? SpanEnds { get; init; }

    /// <summary>What becomes of spans that do not fit words.</summary>
    public MisalignedSpans Misaligned { get; init; }

    /// <summary>The names of labels that are given as numbers, from 0.</summary>
    public IReadOnlyList<string>? LabelNames { get; init; }

    /// <summary>The label of words outside of entities, where the file has another than <c>O</c>.</summary>
    public string? Outside { get; init; }

    /// <summary>How the file writes <c>B-LOC</c>, where otherwise: <c>B_LOC</c>, <c>LOC-B</c>, <c>b-LOC</c>, <c>BLOC</c>.</summary>
    public string? WrittenAs { get; init; }

    /// <summary>Every fault of the format.</summary>
    public IEnumerable<string> Faults() => OptionsFaults.Where(
        (Comment?.Length == 0, "comment: is empty, so that every line would be one"),
        (!ColumnSplitter.IsDelimiter(Delimiter),
            $"delimiter: '{Delimiter}'; expected tab, space, whitespace (tabs and spaces alike), one character, or its code point as U+00A0"),
        (Outside?.Length == 0, "outside: is empty"),
        (WrittenAs is not null && !LabelNotation.TryParse(WrittenAs, out _),
            $"writtenAs: '{WrittenAs}'; expected B-LOC in the file's notation, such as B_LOC, LOC-B, b-LOC or BLOC"));
}

/// <summary>Where spans that count words end.</summary>
public enum SpanEnds
{
    /// <summary>The end is the last word of the entity.</summary>
    Included,

    /// <summary>The end is the word behind the entity.</summary>
    Excluded,
}

/// <summary>What becomes of spans that begin or end inside a word, or that overlap another.</summary>
public enum MisalignedSpans
{
    /// <summary>The file is refused with the place of the first.</summary>
    Refuse,

    /// <summary>A span grows to whole words; of overlapping ones the longer stays. Counted.</summary>
    Expand,

    /// <summary>Such spans are left out; of overlapping ones the longer stays. Counted.</summary>
    Drop,
}

/// <summary>What kind of file labelled data stands in.</summary>
public enum DataKind
{
    /// <summary>Found out from the file.</summary>
    Auto,

    /// <summary>A word and its label a line in columns parted by spaces or tabs, a blank line between sentences.</summary>
    Columns,

    /// <summary>A word a row with quoting as spreadsheets write it, sentences parted by a column or by blank lines.</summary>
    Csv,

    /// <summary>A JSON object a line, or one JSON document: words with labels, or texts with spans.</summary>
    Json,

    /// <summary>
    /// CoNLL-U with entities as Universal NER writes it: number, word, label, two more columns, comments behind <c>#</c>.
    /// </summary>
    UniversalNer,
}
