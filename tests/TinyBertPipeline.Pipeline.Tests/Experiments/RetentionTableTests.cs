using TinyBertPipeline.Pipeline.Experiments;
using static TinyBertPipeline.Pipeline.Tests.Experiments.ExperimentResultsTests;

namespace TinyBertPipeline.Pipeline.Tests.Experiments;

public sealed class RetentionTableTests
{
    [Fact]
    public void ALineHasMeanAndDeviationAndTheShareOfTheTeachersWithTheSameSeeds()
    {
        var lines = Lines(
            Result("en", "teacher", null, 1) with { Dev = 0.8, Test = 0.6 },
            Result("en", "teacher", null, 2) with { Dev = 0.9, Test = 0.7 },
            Result("en", "none", "tiny-4x312", 1) with { Dev = 0.4 },
            Result("en", "full", "tiny-4x312", 1) with { Dev = 0.7, Test = 0.6 },
            Result("en", "full", "tiny-4x312", 2) with { Dev = 0.9, Test = 0.6, Overrides = "pieces 7" });

        Assert.Contains("| en | teacher |  | 2 | 85.00 ± 7.07 | 65.00 ± 7.07 | 100.00 | 100.00 | 1.00 M | 0.50 M | 6.5 |  |", lines);
        Assert.Contains("| en | none | tiny-4x312 | 1 | 40.00 | – | 50.00 | – | 1.00 M | 0.50 M | 6.5 |  |", lines);
        Assert.Contains("| en | full | tiny-4x312 | 2 | 80.00 ± 14.14 | 60.00 ± 0.00 | 94.12 | 92.31 | 1.00 M | 0.50 M | 6.5 |  |", lines);
    }

    [Fact]
    public void AStudentKeepsAShareOfTheRowThatTaughtIt()
    {
        var lines = Lines(
            Result("en", "linear", null, 1) with { Dev = 0.5 }, Result("en", "crf", null, 1) with { Dev = 0.8 },
            Result("en", "crf-to-linear", "tiny-4x312", 1) with { Dev = 0.6, TaughtBy = "crf" });

        Assert.Contains("| en | crf-to-linear | tiny-4x312 | 1 | 60.00 | – | 75.00 | – | 1.00 M | 0.50 M | 6.5 |  |", lines);
    }

    [Fact]
    public void WithoutTheTeacherOfItsSeedNoShareIsStated()
    {
        var lines = Lines(Result("en", "teacher", null, 1), Result("en", "full", "tiny-4x312", 1), Result("en", "full", "tiny-4x312", 2));

        Assert.Contains("| en | full | tiny-4x312 | 2 | 80.00 ± 0.00 | – | – | – | 1.00 M | 0.50 M | 6.5 |  |", lines);
    }

    [Fact]
    public void EachStudentOfTheRecipeHasItsInterval()
    {
        var lines = Lines(
            Result("en", "teacher", null, 1),
            Result("en", "logits", "tiny-4x312", 1) with { DevKept = 0.5 },
            Result("en", "full", "tiny-4x312", 1) with { DevKept = 0.991, DevKeptLower = 0.97, DevKeptUpper = 1.012 });

        Assert.Contains("| en | tiny-4x312 | 1 | 99.10 | 97.00 to 101.20 | – | – |", lines);
        Assert.DoesNotContain("| en | tiny-4x312 | 1 | 50.00 | – | – | – |", lines);
    }

    [Fact]
    public void WhatFailedIsBelowTheTable()
    {
        var lines = Lines(Result("en", "full", "tiny-4x312", 3) with { Dev = null, Failed = "loss is NaN" });

        Assert.Contains("en full tiny-4x312 seed 3 failed: loss is NaN", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("| en", StringComparison.Ordinal));
    }

    private static string[] Lines(params ExperimentResult[] results) => RetentionTable.ToReport(results).ToString().Split('\n');
}
