namespace TinyBertPipeline.Training.Loop;

/// <summary>
/// The batches of a training; a batch is known by the number of its step, so that a resumed run goes on with the very next one.
/// </summary>
internal interface IBatchSource<out TBatch>
{
    /// <summary>Number of steps.</summary>
    long Count { get; }

    /// <summary>The batch of a step, counted from 0.</summary>
    TBatch this[long step] { get; }
}

/// <summary>Batches that were laid out before.</summary>
internal sealed class BatchList<TBatch>(IReadOnlyList<TBatch> batches) : IBatchSource<TBatch>
{
    /// <inheritdoc/>
    public long Count => batches.Count;

    /// <inheritdoc/>
    public TBatch this[long step] => batches[checked((int)step)];
}
