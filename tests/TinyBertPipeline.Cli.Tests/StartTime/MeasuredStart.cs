using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TinyBertPipeline.Cli.Tests.StartTime;

/// <summary>A command that answers one text, and how long its runs took from the start of the process to its end.</summary>
internal sealed partial class MeasuredStart(string program, string engine, string model, string file, string[] arguments)
{
    private const int ChildrenOfProcess = -1;

    private readonly List<double> _wall = [];
    private readonly List<double> _processor = [];

    public string Program { get; } = program;

    public string Engine { get; } = engine;

    public string Model { get; } = model;

    public double MedianMs => Median(_wall);

    public double LeastMs => _wall.Min();

    /// <summary>User and system time of all threads: what a busy machine changes least.</summary>
    public double ProcessorMs => Median(_processor);

    public async Task RunAsync()
    {
        var (before, start) = (ProcessorTimeOfChildren(), Stopwatch.GetTimestamp());
        await ChildProcess.SucceedAsync(file, arguments, ReferenceData.RepositoryRoot);
        _wall.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        _processor.Add(ProcessorTimeOfChildren() - before);
    }

    /// <summary>Leaves out the runs so far.</summary>
    public void Forget()
    {
        _wall.Clear();
        _processor.Clear();
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static unsafe double ProcessorTimeOfChildren()
    {
        var usage = stackalloc long[18];    // struct rusage: user and system time as seconds and microseconds, then fourteen counters
        return getrusage(ChildrenOfProcess, usage) == 0 ? ((usage[0] + usage[2]) * 1e3) + ((usage[1] + usage[3]) / 1e3) : double.NaN;
    }

    [LibraryImport("libc")]
    private static unsafe partial int getrusage(int who, long* usage);
}
