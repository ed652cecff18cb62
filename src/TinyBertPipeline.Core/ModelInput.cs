namespace TinyBertPipeline.Core;

/// <summary>A sequence as a model takes it.</summary>
/// <param name="Ids">Word-piece ids with [CLS] first and [SEP] last.</param>
/// <param name="Segments">The segment of each piece, or null when all are in the first.</param>
public sealed record ModelInput(int[] Ids, int[]? Segments = null)
{
    /// <summary>Number of pieces T.</summary>
    public int Length => Ids.Length;
}
