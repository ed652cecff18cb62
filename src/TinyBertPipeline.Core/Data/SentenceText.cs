namespace TinyBertPipeline.Core.Data;

/// <summary>The text of a sentence and where its words stand in it.</summary>
/// <param name="Text">The text.</param>
/// <param name="Starts">For each word its first UTF-16 unit.</param>
/// <param name="Ends">For each word the unit behind its last.</param>
public sealed record SentenceText(string Text, int[] Starts, int[] Ends);
