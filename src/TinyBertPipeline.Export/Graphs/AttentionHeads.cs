namespace TinyBertPipeline.Export.Graphs;

/// <summary>How a hidden vector is cut into heads: H = count · size.</summary>
internal readonly record struct AttentionHeads(int Count, int Size)
{
    /// <summary>The hidden width H.</summary>
    public int Width => Count * Size;

    /// <summary>1/√size, by which scores are multiplied.</summary>
    public float Scale => (float)(1 / Math.Sqrt(Size));
}
