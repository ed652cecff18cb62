namespace TinyBertPipeline.Core.Prediction;

/// <summary>An entity in a text.</summary>
/// <param name="Type">Its type; empty for the one unnamed type of bare labels.</param>
/// <param name="Start">Offset of its first UTF-16 character.</param>
/// <param name="End">Offset behind its last UTF-16 character.</param>
/// <param name="Text">The text between them.</param>
/// <param name="Score">The probability that the text has an entity of this type and these words, summed over all ways to label it.</param>
public sealed record TextEntity(string Type, int Start, int End, string Text, double Score);
