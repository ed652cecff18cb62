namespace TinyBertPipeline.Core.Tokenization.Training;

/// <summary>Two pieces that stand side by side in words.</summary>
internal sealed class SymbolPair(int left, int right)
{
    public int Left { get; } = left;

    public int Right { get; } = right;

    /// <summary>How often they do, over all words.</summary>
    public long Count { get; set; }

    /// <summary>The merge in which the pair last became more frequent.</summary>
    public int RaisedBy { get; set; }

    /// <summary>Words in which they stand or stood; a word may be in it twice.</summary>
    public List<int> Words { get; } = [];
}
