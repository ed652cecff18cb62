namespace TinyBertPipeline.Core.Prediction;

/// <summary>Windows of sentences that run through the model together.</summary>
/// <param name="Windows">Each window and the index of its sentence.</param>
internal sealed record WindowBatch(IReadOnlyList<(int Sentence, EncodedSentence Window)> Windows)
{
    /// <summary>
    /// Groups windows of like length, longest first, so that little is padded: a batch has at most <paramref name="budget"/> pieces, padding
    /// included, or a single window.
    /// </summary>
    public static List<WindowBatch> Group(IReadOnlyList<IReadOnlyList<EncodedSentence>> sentences, int budget)
    {
        var windows = sentences.SelectMany((encoded, sentence) => encoded.Select(window => (Sentence: sentence, Window: window)))
            .OrderByDescending(item => item.Window.Ids.Length).ToArray();
        var batches = new List<WindowBatch>();
        for (var start = 0; start < windows.Length;)
        {
            var rows = Math.Max(1, budget / windows[start].Window.Ids.Length);
            var end = Math.Min(windows.Length, start + rows);
            batches.Add(new WindowBatch(windows[start..end]));
            start = end;
        }
        return batches;
    }

    /// <summary>The batch as engines take it, padded to its longest window.</summary>
    public TokenBatch Pad(int padId) => TokenBatch.Pad([.. Windows.Select(item => item.Window.Ids)], padId);
}
