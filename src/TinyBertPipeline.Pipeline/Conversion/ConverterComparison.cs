using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Inference.OpenVino;
using TinyBertPipeline.Pipeline.Benchmarks;
using TinyBertPipeline.Pipeline.Engines;

namespace TinyBertPipeline.Pipeline.Conversion;

/// <summary>The builtin IR against the IR of OpenVINO's own converter.</summary>
/// <param name="MaxLogitDifference">Largest absolute difference of a logit.</param>
/// <param name="LargestLogit">Largest absolute logit: differences are judged by max(1, this).</param>
/// <param name="SpeedRatio">Median time of ovc's IR over that of the builtin one, interleaved: above 1 the builtin IR is faster.</param>
public sealed record ConverterComparison(double MaxLogitDifference, double LargestLogit, double SpeedRatio)
{
    /// <summary>The difference as a share of max(1, largest logit).</summary>
    public double RelativeDifference => MaxLogitDifference / Math.Max(1, LargestLogit);

    internal static ConverterComparison Measure(
        Bundle bundle, string ovcXml, LabeledData data, EngineChoice choice, BenchmarkOptions options, CancellationToken cancellation)
    {
        using var builtin = OpenedEngine.Open(EngineName.OpenVino, bundle, choice);
        using var ovc = OpenVinoEngine.Load(ovcXml, OpenVinoOptions.For(bundle.Config) with { LibraryFolder = choice.Settings.OpenVinoFolder });
        var sentences = data.Sentences.Select(sentence => (IReadOnlyList<string>)sentence.Words).ToArray();
        using var builtinTagger = OpenedEngine.Tagger(builtin, bundle, choice);
        using var ovcTagger = OpenedEngine.Tagger(ovc, bundle, choice);
        var pairs = builtinTagger.Tag(sentences, cancellation: cancellation).Zip(ovcTagger.Tag(sentences, cancellation: cancellation))
            .SelectMany(pair => pair.First.Logits.Zip(pair.Second.Logits)).ToArray();
        var timed = EngineBenchmark.Run(
            [new("ovc", ovc), new("builtin", builtin)], BenchmarkRun.Within(options, [ovc, builtin], choice.Settings.Warn), cancellation: cancellation);
        return new ConverterComparison(
            pairs.Max(pair => Math.Abs((double)pair.First - pair.Second)), pairs.Max(pair => Math.Abs((double)pair.Second)),
            timed.MedianRatio(timed.Engines[1]));
    }
}
