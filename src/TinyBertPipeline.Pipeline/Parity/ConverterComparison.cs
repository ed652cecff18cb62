using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Inference.OpenVino;
using TinyBertPipeline.Pipeline.Engines;

namespace TinyBertPipeline.Pipeline.Parity;

/// <summary>The builtin IR against the IR of OpenVINO's own converter.</summary>
/// <param name="MaxLogitDifference">Largest absolute difference of a logit.</param>
/// <param name="LargestLogit">Largest absolute logit: differences are judged by max(1, this).</param>
/// <param name="SpeedRatio">Median time of ovc's IR over that of the builtin one, interleaved: above 1 the builtin IR is faster.</param>
public sealed record ConverterComparison(double MaxLogitDifference, double LargestLogit, double SpeedRatio)
{
    internal static ConverterComparison Measure(
        Bundle bundle, string ovcXml, ITaskData data, EngineSettings settings, BenchmarkOptions options, CancellationToken cancellation)
    {
        using var builtin = OpenedEngine.Open(EngineFactory.OpenVino, bundle, settings);
        using var ovc = OpenVinoEngine.Load(ovcXml, OpenVinoOptions.For(bundle.Config) with { LibraryFolder = settings.OpenVinoFolder });
        var model = bundle.Within(builtin.Info).Within(ovc.Info).Model;
        using var builtinRunner = new EngineRunner(builtin, model);
        using var ovcRunner = new EngineRunner(ovc, model);
        var pairs = builtinRunner.Run(data.Items, cancellation: cancellation).Zip(ovcRunner.Run(data.Items, cancellation: cancellation))
            .SelectMany(pair => pair.First.Zip(pair.Second)).ToArray();
        var timed = EngineBenchmark.Run([new("ovc", ovc), new("builtin", builtin)], options.Within([ovc, builtin], settings.Messages), null, cancellation);
        return new ConverterComparison(
            pairs.Max(pair => Math.Abs((double)pair.First - pair.Second)), pairs.Max(pair => Math.Abs((double)pair.Second)),
            timed.MedianRatio(timed.Engines[1]));
    }
}
