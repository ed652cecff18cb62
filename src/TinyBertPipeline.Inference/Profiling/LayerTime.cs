using TinyBertPipeline.Inference.Benchmarking;

namespace TinyBertPipeline.Inference.Profiling;

/// <summary>How long a layer of a model takes, as its engine says: a node of the graph that the engine made of the model, fused layers as one.</summary>
/// <param name="Name">The node's name in the engine.</param>
/// <param name="Kind">What it computes, in the engine's word: <c>FullyConnected</c>, <c>Softmax</c>, <c>MatMul</c> …</param>
/// <param name="Kernel">The code that runs it, for example <c>brgemm_avx512_amx_I8</c>; or the execution provider.</param>
/// <param name="Seconds">The median of its measured runs, in seconds.</param>
public sealed record LayerTime(string Name, string Kind, string Kernel, double Seconds)
{
    /// <summary>The medians of layers that ran several times.</summary>
    /// <param name="runs">The layers of all runs in their order, those of the warm-up first.</param>
    /// <param name="warmup">Runs that do not count.</param>
    internal static IReadOnlyList<LayerTime> Medians(IEnumerable<LayerTime> runs, int warmup) =>
    [
        .. from run in runs
           group run by run.Name into layer
           let counted = layer.Skip(warmup).Select(run => run.Seconds).ToArray()
           where counted.Length > 0
           select layer.Last() with { Seconds = EngineTiming.Quantile(counted, 0.5) },
    ];
}
