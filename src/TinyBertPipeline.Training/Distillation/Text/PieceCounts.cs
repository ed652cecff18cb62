namespace TinyBertPipeline.Training.Distillation.Text;

/// <summary>How often each word piece occurs in a text.</summary>
/// <param name="vocabularySize">V, the number of pieces.</param>
internal sealed class PieceCounts(int vocabularySize)
{
    private readonly long[] _counts = new long[vocabularySize];

    /// <summary>V, the number of pieces of the vocabulary.</summary>
    public int VocabularySize => _counts.Length;

    /// <summary>N, the number of pieces counted.</summary>
    public long Total { get; private set; }

    /// <summary>How often a piece was counted.</summary>
    public long this[int piece] => _counts[piece];

    /// <summary>Counts the pieces between the first and the last, which are [CLS] and [SEP].</summary>
    public void AddWindow(ReadOnlySpan<int> window)
    {
        foreach (var piece in window[1..^1]) _counts[piece]++;
        Total += window.Length - 2;
    }
}
