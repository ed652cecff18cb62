namespace TinyBertPipeline.Core.Prediction;

/// <summary>An entity in a text.</summary>
/// <param name="Type">Its type; empty for the one unnamed type of bare labels.</param>
/// <param name="Start">Offset of its first UTF-16 character.</param>
/// <param name="End">Offset behind its last UTF-16 character.</param>
/// <param name="Text">The text between them.</param>
/// <param name="Score">Mean over its words of the probability (softmax of the logits) of the label that was chosen.</param>
public sealed record TextEntity(string Type, int Start, int End, string Text, double Score);
