namespace TinyBertPipeline.Core.Tests.Checkpoints;

/// <summary>What reading an untrusted file may allocate: a constant, and a constant times the file's length.</summary>
internal static class AllocationLimit
{
    private const long Constant = 1 << 20, PerByte = 100;

    /// <summary>Runs the action and returns what it allocated on this thread.</summary>
    public static long Measure(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    public static void AssertKept(long allocated, long fileLength) =>
        Assert.True(allocated <= Constant + PerByte * fileLength, $"{allocated} bytes were allocated for a file of {fileLength}");
}
