using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Core.Prediction;

/// <summary>An item on its way through the model: its windows may run in several batches, at the same time.</summary>
/// <param name="item">The item.</param>
/// <param name="logits">Where its scores go [rows, K].</param>
/// <param name="ordinal">Its number in the input, from 0.</param>
/// <param name="finished">Called once, on the thread that ends the last window.</param>
internal sealed class LineItem(TaskItem item, float[] logits, long ordinal, Action finished)
{
    private int _windowsLeft = item.Windows.Count;

    public TaskItem Item => item;

    public float[] Logits => logits;

    public long Ordinal => ordinal;

    /// <summary>Counts a window as done; the last one finishes the item, as does the first call where there is none.</summary>
    public void EndWindow()
    {
        if (Interlocked.Decrement(ref _windowsLeft) <= 0) finished();
    }
}
