using System.Globalization;

namespace TinyBertPipeline.Core.Tests.Fuzzing;

public sealed class FuzzTests
{
    private const int QuickIterations = 300;

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory, MemberData(nameof(Targets))]
    public void SeedsAreRead(string name)
    {
        var target = Find(name);
        using var run = new FuzzRun(target);
        foreach (var seed in target.Seeds) run.Feed(seed);
        Assert.Equal((target.Seeds.Length, 0), (run.Accepted, run.Refused));
    }

    [Theory, MemberData(nameof(Targets))]
    public void DamagedFilesAreReadOrRefusedAndNothingElseHappens(string name)
    {
        using var run = new FuzzRun(Find(name));
        run.Run(iterations: QuickIterations);
        Assert.True(run.Executions >= QuickIterations && run.Refused > 0, $"{run.Executions} executions, {run.Refused} refused");
    }

    [Fact, Trait("Category", "long")]
    public void DamagedFilesForMinutes()
    {
        var text = Environment.GetEnvironmentVariable("TINYBERT_FUZZ_MINUTES");
        Assert.SkipUnless(double.TryParse(text, CultureInfo.InvariantCulture, out var minutes),
            "TINYBERT_FUZZ_MINUTES is not set: minutes for each reader");
        Assert.Multiple([.. FuzzTargets.All.Select(target => (Action)(() => RunFor(target, minutes)))]);
    }

    private static void RunFor(FuzzTarget target, double minutes)
    {
        using var run = new FuzzRun(target);
        run.Run(seconds: (int)(minutes * 60));
        FuzzReport.Add(target.Name, minutes, run);
    }

    private static FuzzTarget Find(string name) => FuzzTargets.All.Single(target => target.Name == name);
}
