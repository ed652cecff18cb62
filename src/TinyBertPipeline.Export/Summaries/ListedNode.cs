namespace TinyBertPipeline.Export.Summaries;

/// <summary>A node.</summary>
/// <param name="Operator">The operator, with its domain unless it is a standard one.</param>
/// <param name="Name">The node's name.</param>
/// <param name="Inputs">Names of its inputs.</param>
/// <param name="Outputs">Its outputs; an unknown type is empty.</param>
/// <param name="Attributes">Its attributes.</param>
public sealed record ListedNode(
    string Operator, string Name, IReadOnlyList<string> Inputs, IReadOnlyList<ListedValue> Outputs, IReadOnlyList<KeyValuePair<string, string>> Attributes);
