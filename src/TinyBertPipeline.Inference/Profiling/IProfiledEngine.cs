using TinyBertPipeline.Core;

namespace TinyBertPipeline.Inference.Profiling;

/// <summary>An engine that knows how long each layer takes, if it was opened with <see cref="EngineSettings.ProfileFolder"/>.</summary>
public interface IProfiledEngine
{
    /// <summary>Runs a batch again and again. It can be asked once of an engine, as a runtime may end its record with it.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="warmup">Runs before those that count.</param>
    /// <param name="runs">Runs that count.</param>
    /// <param name="cancellation">Ends it between two runs.</param>
    /// <returns>The layers in the order of their first run.</returns>
    /// <exception cref="InvalidOperationException">The engine was opened without profiling, or was asked before.</exception>
    IReadOnlyList<LayerTime> TimeLayers(TokenBatch batch, int warmup, int runs, CancellationToken cancellation = default);
}
