namespace TinyBertPipeline.Core.Tasks.SequenceClassification;

/// <summary>A text, or a pair of texts, with its label.</summary>
/// <param name="Text">The text.</param>
/// <param name="Pair">The second text, or null.</param>
/// <param name="Label">The label as written.</param>
/// <param name="Line">Its line in the file, counted from 1.</param>
internal sealed record LabeledText(string Text, string? Pair, string Label, long Line);
