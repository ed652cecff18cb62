using TinyBertPipeline.Core.Tests.Checkpoints;

namespace TinyBertPipeline.Core.Tests;

/// <summary>What an action allocates on this thread each time it runs.</summary>
internal static class SteadyAllocation
{
    /// <summary>
    /// Runs the action until what it needs once is there, then ten times, and returns the least that one run allocated:
    /// a collection on another thread may empty the shared pools in the midst of a run, but not of each of ten.
    /// </summary>
    public static long Measure(Action action)
    {
        for (var round = 0; round < 3; round++) action();
        return Enumerable.Range(0, 10).Min(_ => AllocationLimit.Measure(action));
    }
}
