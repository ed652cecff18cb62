using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Modeling;

/// <summary>The rows of a table of vectors as an optimizer keeps them, which may be steps behind until they are looked up.</summary>
internal interface IEmbeddingRows
{
    /// <summary>Brings the rows of <paramref name="ids"/> up to the last step.</summary>
    void CatchUp(ReadOnlySpan<long> ids);

    /// <summary>Brings all rows up to the last step.</summary>
    void CatchUpAll();

    /// <summary>Remembers a lookup whose result <paramref name="rows"/> [B,T,H] will have a gradient.</summary>
    void Track(long[] ids, Tensor rows);
}
