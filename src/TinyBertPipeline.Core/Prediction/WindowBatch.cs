using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Core.Prediction;

/// <summary>Windows of items that run through the model together.</summary>
/// <param name="Windows">Each window and its item.</param>
/// <param name="Length">What all of them are padded to.</param>
internal sealed record WindowBatch(IReadOnlyList<(LineItem Item, TaskWindow Window)> Windows, int Length)
{
    /// <summary>
    /// The batch as engines take it. Where an engine takes one number of rows alone, missing windows are the first one again, of which nothing is
    /// read.
    /// </summary>
    public TokenBatch Pad(int padId, int? fixedRows = null)
    {
        var inputs = Windows.Select(pair => pair.Window.Input);
        var missing = Math.Max(0, (fixedRows ?? 0) - Windows.Count);
        return TokenBatch.Pad([.. inputs, .. Enumerable.Repeat(Windows[0].Window.Input, missing)], padId, Length);
    }
}
