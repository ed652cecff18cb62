namespace TinyBertPipeline.Core.Labeling;

/// <summary>An entity in a sentence.</summary>
/// <param name="Type">Its type; empty for the one unnamed type of bare <c>B I E O S</c> labels.</param>
/// <param name="Start">Index of its first word.</param>
/// <param name="End">Index of its last word, included.</param>
public readonly record struct EntitySpan(string Type, int Start, int End);
