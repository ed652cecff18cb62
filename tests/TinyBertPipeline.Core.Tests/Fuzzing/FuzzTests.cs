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
        var names = Environment.GetEnvironmentVariable("TINYBERT_FUZZ_TARGETS")?.Split(',', StringSplitOptions.TrimEntries);
        FuzzTarget[] targets = names is null ? [.. FuzzTargets.All] : [.. names.Select(Find)];
        Assert.Multiple([.. targets.Select(target => (Action)(() => RunFor(target, minutes)))]);
    }

    private static void RunFor(FuzzTarget target, double minutes)
    {
        using var run = new FuzzRun(target);
        run.Run(seconds: Math.Max(1, (int)(minutes * 60)));
        FuzzReport.Add(target.Name, minutes, run);
    }

    private static FuzzTarget Find(string name) => FuzzTargets.All.SingleOrDefault(target => target.Name == name)
        ?? throw new ArgumentException($"there is no reader '{name}'; there are {string.Join(", ", FuzzTargets.All.Select(target => target.Name))}");
}
