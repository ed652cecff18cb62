namespace TinyBertPipeline.Core.Data;

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
