namespace TinyBertPipeline.Export.Summaries;

/// <summary>A layer of the network.</summary>
/// <param name="Name">Its place in the network, as in the checkpoint's tensor names.</param>
/// <param name="Kind">What it computes.</param>
/// <param name="OutputShape">Shape of its output; <c>None</c> is a dynamic axis.</param>
/// <param name="Parameters">Number of its weights.</param>
/// <param name="IsTrainable">Whether training changes them.</param>
/// <param name="ConnectedTo">The layers whose outputs it takes.</param>
public sealed record LayerRow(
    string Name, string Kind, string OutputShape, long Parameters, bool IsTrainable, IReadOnlyList<string> ConnectedTo);
