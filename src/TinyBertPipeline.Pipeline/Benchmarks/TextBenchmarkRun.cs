using System.Diagnostics;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Inference.Benchmarking;

namespace TinyBertPipeline.Pipeline.Benchmarks;

/// <summary>Measures the whole way from texts to entities, model by model in turn on parts of the texts.</summary>
public static class TextBenchmarkRun
{
    private const int TextsOfTurn = 500;

    // In every fourth turn the engine runs the same batches alone.
    private const int TurnsForShare = 4;

    /// <summary>Measures.</summary>
    /// <param name="bundles">The bundles.</param>
    /// <param name="engines">The engines.</param>
    /// <param name="precisions">The precisions, as far as an engine has them.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="data">A labelled file that the models are scored on besides, or null.</param>
    /// <param name="settings">How engines are opened.</param>
    /// <param name="progress">Is told after every turn.</param>
    /// <param name="cancellation">Ends the benchmark between two batches.</param>
    /// <exception cref="InvalidInputException">There is no text, or the labelled file cannot be read.</exception>
    /// <exception cref="EnvironmentException">No engine can be opened.</exception>
    public static IReadOnlyList<TextTiming> Run(
        IReadOnlyList<Bundle> bundles, IReadOnlyList<string> engines, IReadOnlyList<string> precisions, IReadOnlyList<string> texts, string? data,
        EngineSettings settings, IProgress<BenchmarkProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (texts.Count == 0) throw new InvalidInputException(InputKind.Data, null, "there is no text to measure");
        using var lanes = BenchmarkLanes.Open([.. bundles.Select(bundle => (BenchmarkRun.NameOf(bundle), bundle))], engines, precisions, settings);
        var turns = texts.Chunk(TextsOfTurn).ToArray();
        var times = lanes.All.Select(_ => new Times()).ToArray();
        var recorders = lanes.All.Select(lane => new BatchRecorder(lane.Opened)).ToArray();
        var predictors = lanes.All.Zip(recorders, (lane, recorder) => new TaskPredictor(lane.Bundle.Within(lane.Opened.Info).Model, recorder)).ToArray();
        try
        {
            // The first turn of each is not counted: kernels are made in it.
            for (var turn = -1; turn < turns.Length; turn++)
            {
                for (var i = 0; i < predictors.Length; i++)
                {
                    var lane = (i + Math.Max(turn, 0)) % predictors.Length;
                    var spent = Measure(() => predictors[lane].PredictTexts(turns[Math.Max(turn, 0)], null, cancellation));
                    if (turn < 0) continue;
                    times[lane] = times[lane].With(spent);
                    if (turn % TurnsForShare == 0)
                    {
                        // Once more, noting the batches, so that the measured run makes no copies.
                        var batches = recorders[lane].Record(() => predictors[lane].PredictTexts(turns[turn], null, cancellation));
                        times[lane] = times[lane].With(spent.Seconds, recorders[lane].Replay(batches, cancellation));
                    }
                    progress?.Report(new BenchmarkProgress(lanes.All[lane].Name, turn + 1, turns.Length, TimeSpan.FromSeconds(times[lane].Seconds)));
                }
            }
            return
            [
                .. lanes.All.Select((lane, i) => new TextTiming(
                    lane, texts.Count, Words(lane.Bundle, texts), times[i].Seconds, times[i].Processor, Score(lane, predictors[i], data, cancellation))
                {
                    ShareOfEngine = times[i].Engine / times[i].WithEngine,
                }),
            ];
        }
        finally
        {
            foreach (var predictor in predictors) predictor.Dispose();
        }
    }

    /// <summary>The rows for people and machines.</summary>
    public static ReportTable ToTable(IReadOnlyList<TextTiming> rows)
    {
        var table = new ReportTable(
            new("model", "model"), new("engine", "engine"), new("precision", "precision"), new("threads", "threads"),
            ReportColumn.Number("sentences/s", "0", "sentencesPerSecond"), ReportColumn.Number("words/s", "0", "wordsPerSecond"),
            ReportColumn.Number("words/s a core", "0", "wordsPerSecondPerCore"),
            ReportColumn.Percent("of the engine's speed %", "shareOfEngine"), ReportColumn.Percent("test F1", "testF1"), ReportColumn.Hidden("texts"));
        foreach (var row in rows)
        {
            table.Add(
                row.Lane.Model, row.Lane.Engine, row.Lane.Precision, row.Lane.Threads, row.Texts / row.Seconds, row.Words / row.Seconds,
                row.Words / row.ProcessorSeconds, row.ShareOfEngine, row.Score, row.Texts);
        }
        return table;
    }

    private static Times Measure(Action work)
    {
        var (start, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        work();
        return new Times(Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    private static long Words(Bundle bundle, IReadOnlyList<string> texts) =>
        texts.Sum(text => (long)bundle.Tokenizer.SplitWords(text, bundle.Settings.Words ?? WordSplit.Punctuation).Count);

    private static double? Score(BenchmarkLane lane, TaskPredictor predictor, string? path, CancellationToken cancellation)
    {
        if (path is null) return null;
        var data = predictor.Model.Data(lane.Bundle.Task.Read(path, new DataOptions()));
        return data.Score(predictor.Predict(data.Items, null, cancellation)).Value;
    }

    private readonly record struct Times(double Seconds, double Processor, double WithEngine = 0, double Engine = 0)
    {
        public Times With(Times spent) => this with { Seconds = Seconds + spent.Seconds, Processor = Processor + spent.Processor };

        public Times With(double whole, double engine) => this with { WithEngine = WithEngine + whole, Engine = Engine + engine };
    }
}

/// <summary>How fast one model is from texts to entities.</summary>
/// <param name="Lane">The model in its engine.</param>
/// <param name="Texts">Number of texts.</param>
/// <param name="Words">Number of their words, as the model splits them.</param>
/// <param name="Seconds">Time of all of them.</param>
/// <param name="ProcessorSeconds">Processor time of all threads, which other processes change little.</param>
/// <param name="Score">The score on a labelled file, or null.</param>
public sealed record TextTiming(BenchmarkLane Lane, int Texts, long Words, double Seconds, double ProcessorSeconds, double? Score)
{
    /// <summary>The whole way's share of the speed at which the engine runs the same batches when they are ready; 1 is the engine's own speed.</summary>
    public double ShareOfEngine { get; init; }
}
