using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Core.Prediction;

/// <summary>Windows of items that run through the model together.</summary>
/// <param name="Windows">Each window and its item.</param>
/// <param name="Length">What all of them are padded to.</param>
internal sealed record WindowBatch(IReadOnlyList<(LineItem Item, TaskWindow Window)> Windows, int Length)
{
    /// <summary>The batch as engines take it.</summary>
    public TokenBatch Pad(int padId) => TokenBatch.Pad([.. Windows.Select(pair => pair.Window.Input)], padId, Length);
}
