using System.Globalization;
using TinyBertPipeline.Inference.Benchmarking;

namespace TinyBertPipeline.Cli;

/// <summary>The benchmark's progress on standard error: one line that is rewritten on a terminal; elsewhere a line at every quarter.</summary>
internal sealed class BenchmarkBar : IProgress<BenchmarkProgress>, IDisposable
{
    private const int Width = 30;
    private readonly bool _terminal = !Console.IsErrorRedirected;
    private readonly Dictionary<string, BenchmarkProgress> _latest = [];

    public void Report(BenchmarkProgress value)
    {
        _latest[value.Engine] = value;
        if (_terminal) Console.Error.Write("\r" + string.Join("  ", _latest.Values.Select(Line)));
        else if (value.Iteration * 4 % value.Iterations < 4) Console.Error.WriteLine(Line(value));
    }

    public void Dispose()
    {
        if (_terminal && _latest.Count > 0) Console.Error.WriteLine();
        _latest.Clear();
    }

    private static string Line(BenchmarkProgress progress)
    {
        var filled = Width * progress.Iteration / progress.Iterations;
        var rate = progress.SecondsPerIteration.ToString("0.00", CultureInfo.InvariantCulture);
        var bar = new string('█', filled) + new string('░', Width - filled);
        return $"{progress.Engine} {bar} {progress.Iteration}/{progress.Iterations} [{progress.Elapsed:mm\\:ss}, {rate} s/it]";
    }
}
