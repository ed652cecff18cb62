using System.Globalization;
using TinyBertPipeline.Cli.Terminal;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Pipeline;
using TinyBertPipeline.Pipeline.Context;
using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Cli;

/// <summary>
/// Progress on standard error: on a terminal one line that is rewritten, elsewhere a line every few seconds, so that a log file stays short.
/// </summary>
internal sealed class ConsoleProgress : IPipelineProgress, ITrainingProgress, IDisposable
{
    private static readonly TimeSpan _logInterval = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _terminalInterval = TimeSpan.FromMilliseconds(200);

    private readonly bool _terminal = !Console.IsErrorRedirected;
    private readonly BenchmarkBar _bar = new();
    private long _last;
    private bool _open;

    public ITrainingProgress Training => this;

    public IProgress<BenchmarkProgress> Benchmark => _bar;

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
        var done = status.Step == status.TotalSteps;
        if (!done && System.Diagnostics.Stopwatch.GetElapsedTime(_last) < (_terminal ? _terminalInterval : _logInterval)) return;
        _last = System.Diagnostics.Stopwatch.GetTimestamp();
        var text = Describe(status);
        if (!_terminal) Console.Error.WriteLine(text);
        else Streams.Error.Rewrite(text.PadRight(Math.Max(0, Width() - 1)));
        _open = _terminal;
    }

    public void Dispose()
    {
        Close();
        _bar.Dispose();
    }

    private static string Describe(TrainingStatus status)
    {
        const int Cells = 20;
        var filled = (int)(Cells * status.Step / Math.Max(1, status.TotalSteps));
        var terms = status.Terms.Count > 1 ? $" ({string.Join(", ", status.Terms.Select(term => $"{term.Key} {Number(term.Value, "0.000")}"))})" : "";
        var score = status.Score is { } dev ? $" · dev {TaskScore.Shown(dev.Metric)} {Number(100 * dev.Value, "0.00")}" : "";
        return $"   {status.Stage} {new string('█', filled)}{new string('░', Cells - filled)} {status.Step}/{status.TotalSteps} · loss {Number(status.Loss, "0.000")}{terms}{score}"
            + $" · {Number(status.PiecesPerSecond, "0")} pieces/s · {status.Remaining:h\\:mm\\:ss} left";
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static int Width()
    {
        try
        {
            return Console.WindowWidth;
        }
        catch (IOException)
        {
            return 120;   // no terminal to ask
        }
    }

    private void Line(string text)
    {
        Close();
        Console.Error.WriteLine(text);
    }

    private void Close()
    {
        _bar.Dispose();
        if (_open) Console.Error.WriteLine();
        _open = false;
    }
}
