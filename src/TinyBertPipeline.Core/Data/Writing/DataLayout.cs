namespace TinyBertPipeline.Core.Data.Writing;

/// <summary>The layouts that labelled data can be written in; each is read back without being told.</summary>
public enum DataLayout
{
    /// <summary>A word and its label a line, a blank line after each sentence.</summary>
    Columns,

    /// <summary>A table with the columns <c>sentence_id</c>, <c>word</c> and <c>label</c>.</summary>
    Csv,

    /// <summary>A JSON object a line with <c>tokens</c> and <c>ner_tags</c>, as Hugging Face's data sets have them.</summary>
    HuggingFace,

    /// <summary>
    /// A JSON object a line with <c>text</c> and <c>label</c>, a list of [start, end, type], as doccano reads and writes.
    /// </summary>
    Doccano,

    /// <summary>
    /// A JSON object a line with <c>text</c>, <c>tokens</c> and <c>spans</c>, as Prodigy and spaCy's tools read and write.
    /// </summary>
    Spans,

    /// <summary>A JSON document of tasks, as Label Studio imports and exports.</summary>
    LabelStudio,
}
