namespace TinyBertPipeline.Core.Data;

/// <summary>A sentence of a labelled file: words and one BIOES label for each.</summary>
/// <param name="Words">The words as they stand in the file.</param>
/// <param name="Labels">One label a word, converted to BIOES.</param>
/// <param name="Line">The line of its first word, counted from 1.</param>
public sealed record LabeledSentence(string[] Words, string[] Labels, long Line);
