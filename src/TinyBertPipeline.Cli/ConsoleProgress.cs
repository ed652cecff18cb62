using System.Globalization;
using TinyBertPipeline.Cli.Terminal;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Pipeline;
using TinyBertPipeline.Pipeline.Context;
using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Cli;

/// <summary>
/// Progress on standard error: bars on a terminal, elsewhere a line every few seconds, so that a log file stays short.
/// </summary>
internal sealed class ConsoleProgress : IPipelineProgress, ITrainingProgress, IDisposable
{
    private readonly TerminalBars? _bars = Streams.Bars;
    private readonly BenchmarkBar _benchmark = new();
    private readonly ProgressPace _pace = new(TimeSpan.FromSeconds(20));

    public ITrainingProgress Training => this;

    public IProgress<BenchmarkProgress> Benchmark => _benchmark;

    public void Begin(string stage)
    {
        Interruption.WaitsForTraining = false;
        Line($"── {stage}");
    }

    public void End(string stage, TimeSpan elapsed) => Line($"   {stage}: done in {elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s");

    public void Skip(string stage) => Line($"── {stage}: unchanged, skipped");

    public void Note(string text) => Line($"   {text}");

    public void Warn(string text) => Line($"   warning: {text}");

    public void Warn(DataNote warning) => Warn(ConsoleMessages.Words(warning));

    public void Report(TrainingStatus status)
    {
        Interruption.WaitsForTraining = true;
        if (!_pace.IsDue(isLast: status.Step == status.TotalSteps)) return;
        if (_bars is null) Console.Error.WriteLine($"   {status.Stage} {Describe(status)}");
        else _bars.Show(status.Stage, status.Step, status.TotalSteps, Describe(status));
    }

    public void Dispose()
    {
        _bars?.End();
        _benchmark.Dispose();
    }

    private static string Describe(TrainingStatus status)
    {
        var terms = status.Terms.Count > 1 ? $" ({string.Join(", ", status.Terms.Select(term => $"{term.Key} {Number(term.Value, "0.000")}"))})" : "";
        var score = status.Score is { } dev ? $" · dev {TaskScore.Shown(dev.Metric)} {Number(100 * dev.Value, "0.00")}" : "";
        return $"{status.Step}/{status.TotalSteps} · loss {Number(status.Loss, "0.000")}{terms}{score}"
            + $" · {Number(status.PiecesPerSecond, "0")} pieces/s · {ClockText.Of(status.Remaining)} left";
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private void Line(string text)
    {
        Dispose();
        Console.Error.WriteLine(text);
    }
}
