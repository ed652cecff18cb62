using System.Diagnostics;
using CsCheck;
using TinyBertPipeline.Core.Tests.Checkpoints;

namespace TinyBertPipeline.Core.Tests.Fuzzing;

/// <summary>Feeds a reader with damaged files. Every file is read or refused by the one exception; nothing else may happen.</summary>
internal sealed class FuzzRun : IDisposable
{
    private readonly FuzzTarget _target;
    private readonly TemporaryFolder _folder = new();

    public FuzzRun(FuzzTarget target)
    {
        _target = target;
        foreach (var (name, bytes) in target.Beside) File.WriteAllBytes(_folder.File(name), bytes);
    }

    public long Executions { get; private set; }

    public long Accepted { get; private set; }

    public long Refused { get; private set; }

    /// <summary>The most bytes that one file made the reader allocate.</summary>
    public long MostAllocated { get; private set; }

    /// <summary>The longest time that one file took.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>Runs a number of files, or for a number of seconds.</summary>
    public void Run(long iterations = -1, int seconds = -1) =>
        Damage.Of(_target.Seeds, _target.Tokens).Sample(Feed, iter: iterations, time: seconds, threads: 1);

    /// <summary>Reads one content, which is made a file first.</summary>
    public void Feed(byte[] content) => FeedFile(_target.Wrap(content));

    public void Dispose() => _folder.Dispose();

    private void FeedFile(byte[] bytes)
    {
        var path = _folder.File(_target.FileName);
        File.WriteAllBytes(path, bytes);
        var start = Stopwatch.GetTimestamp();
        var allocated = AllocationLimit.Measure(() => Read(path));
        var elapsed = Stopwatch.GetElapsedTime(start);
        AllocationLimit.AssertKept(allocated, bytes.Length);
        Assert.Equal(1 + _target.Beside.Count, Directory.GetFileSystemEntries(_folder.Path).Length);
        Executions++;
        MostAllocated = Math.Max(MostAllocated, allocated);
        if (elapsed > Slowest) Slowest = elapsed;
    }

    private void Read(string path)
    {
        try
        {
            _target.Read(path);
            Accepted++;
        }
        catch (InvalidInputException)
        {
            Refused++;
        }
    }
}
