using TinyBertPipeline.Cli.Terminal;
using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Pipeline.Benchmarks;

namespace TinyBertPipeline.Cli;

/// <summary>The benchmark's progress on standard error: a bar an engine on a terminal; elsewhere a line at every quarter.</summary>
internal sealed class BenchmarkBar : IProgress<BenchmarkProgress>, IDisposable
{
    private readonly TerminalBars? _bars = Streams.Bars;

    public void Report(BenchmarkProgress value)
    {
        if (_bars is not null) _bars.Show(value.Engine, value.Iteration, value.Iterations, BenchmarkTable.ProgressText(value));
        else if (value.Iteration * 4 % value.Iterations < 4) Console.Error.WriteLine(BenchmarkTable.ProgressLine(value));
    }

    public void Dispose() => _bars?.End();
}
