using System.Globalization;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Inference.Benchmarking;

namespace TinyBertPipeline.Inference.Precisions;

/// <summary>
/// Measures the precisions of a model in turn on this machine, for about a second. Nothing is assumed from the processor's features: of two
/// with the same ones, bf16 was slower on one and faster on the other.
/// </summary>
internal static class PrecisionMeasurement
{
    // Where 8-bit models are refused, so is bf16. (Those of a bundle have passed this gate, on text.)
    private const double MostDivergence = 3e-3;
    // A gain within the noise is no reason to compute less exactly.
    private const double LeastGain = 1.05;
    private const int Sequences = 8;

    private static readonly BenchmarkOptions _options = new() { Iterations = 9, Batch = Sequences, Length = 64, Warmup = 2 };

    /// <summary>Times the precisions and compares what they compute; f32 comes first.</summary>
    /// <param name="model">The model.</param>
    /// <param name="engines">An engine for each precision, the first of them f32.</param>
    public static IReadOnlyList<PrecisionTiming> Run(ITaskModel model, IReadOnlyList<(string Precision, IInferenceEngine Engine)> engines)
    {
        var info = engines[0].Engine.Info;
        var options = _options with { Batch = info.FixedRows ?? Sequences, Length = info.FixedLength ?? Math.Min(_options.Length, info.MaxPositions) };
        var timings = EngineBenchmark.Run([.. engines.Select(engine => new BenchmarkEngine(engine.Precision, engine.Engine))], options).Engines;
        var items = RandomItems(model, options.Length);
        var predictions = engines.Select(engine =>
        {
            using var predictor = new TaskPredictor(model, engine.Engine);
            return predictor.Predict(items);
        }).ToArray();
        return
        [
            .. timings.Zip(predictions, (timing, found) =>
            {
                var difference = LogitDifference.Measure(predictions[0], found);
                return new PrecisionTiming(timing.Name, timing.MedianSeconds * 1000, difference.Divergence, 1 - difference.Flips);
            }),
        ];
    }

    /// <summary>The fastest precision that computes the same as f32, or nearly so.</summary>
    public static string Choose(IReadOnlyList<PrecisionTiming> timings)
    {
        var fastest = timings.Where(timing => timing.Precision != ModelPrecision.Bf16 || timing.Divergence <= MostDivergence).MinBy(timing => timing.MedianMs)!;
        return fastest.MedianMs * LeastGain <= timings[0].MedianMs ? fastest.Precision : timings[0].Precision;
    }

    /// <summary>What was measured, in a line.</summary>
    public static string Describe(IReadOnlyList<PrecisionTiming> timings) => string.Join(", ", timings.Select(timing => string.Create(
        CultureInfo.InvariantCulture, $"{timing.Precision} {timing.MedianMs:0.00} ms (labels as f32 {100 * timing.LabelAgreement:0.0} %)")));

    private static TaskItem[] RandomItems(ITaskModel model, int length)
    {
        var (random, pieces) = (new Random(1), model.Tokenizer.Vocabulary);
        var rows = model.Task.Output(model.Config).RowsOf(length);
        return
        [
            .. Enumerable.Range(0, Sequences).Select(_ =>
            {
                int[] ids = [pieces.ClassifyId, .. Enumerable.Range(2, length - 2).Select(_ => random.Next(pieces.Count)), pieces.SeparateId];
                return new TaskItem([new TaskWindow(new ModelInput(ids), [.. Enumerable.Range(0, rows).Select(row => new CountedRow(row, row))])], rows);
            }),
        ];
    }
}
