using TinyBertPipeline.Cli.Terminal;
using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Pipeline.Benchmarks;

namespace TinyBertPipeline.Cli;

/// <summary>The benchmark's progress on standard error: one line that is rewritten on a terminal; elsewhere a line at every quarter.</summary>
internal sealed class BenchmarkBar : IProgress<BenchmarkProgress>, IDisposable
{
    private readonly bool _terminal = !Console.IsErrorRedirected;
    private readonly Dictionary<string, BenchmarkProgress> _latest = [];

    public void Report(BenchmarkProgress value)
    {
        _latest[value.Engine] = value;
        if (_terminal) Streams.Error.Rewrite(string.Join("  ", _latest.Values.Select(BenchmarkTable.ProgressLine)));
        else if (value.Iteration * 4 % value.Iterations < 4) Console.Error.WriteLine(BenchmarkTable.ProgressLine(value));
    }

    public void Dispose()
    {
        if (_terminal && _latest.Count > 0) Console.Error.WriteLine();
        _latest.Clear();
    }
}
