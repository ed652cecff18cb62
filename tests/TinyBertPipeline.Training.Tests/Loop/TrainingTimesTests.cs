using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Training.Tests.Loop;

public sealed class TrainingTimesTests
{
    [Fact]
    public void TimeOfAPartInsideAnotherIsCountedOnce()
    {
        var times = new TrainingTimes();
        var inner = TimeSpan.Zero;
        times.Measure("forward", () => times.Measure("teacher", () => inner = Spin()));
        Assert.True(times.Parts["teacher"] >= inner);
        Assert.True(times.Parts["forward"] < times.Parts["teacher"]);
        Assert.Equal(times.Parts["teacher"] + times.Parts["forward"], times.Total);
    }

    [Fact]
    public void PartsAddUp()
    {
        var times = new TrainingTimes();
        for (var i = 0; i < 3; i++) Assert.Equal(i, times.Measure("data", () => i));
        Assert.Equal(["data"], times.Parts.Keys);
        times.Clear();
        Assert.Equal(TimeSpan.Zero, times.Total);
    }

    private static TimeSpan Spin()
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        while (System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds < 5) Thread.SpinWait(100);
        return System.Diagnostics.Stopwatch.GetElapsedTime(start);
    }
}
