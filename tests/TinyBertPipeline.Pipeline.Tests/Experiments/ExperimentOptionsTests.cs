using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Pipeline.Experiments;
using static TinyBertPipeline.Pipeline.Tests.Experiments.SmallExperiment;

namespace TinyBertPipeline.Pipeline.Tests.Experiments;

public sealed class ExperimentOptionsTests
{
    private static readonly string _folder = Path.Combine(ReferenceData.RepositoryRoot, "configs");

    public static TheoryData<string> Configs => [.. Directory.EnumerateFiles(_folder, "*.json")
        .Select(file => Path.GetFileName(file)).Where(name => name.StartsWith("experiment-", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(Configs))]
    public void EveryConfigBindsAndHoldsTogether(string name)
    {
        var options = OptionsFile.Read<ExperimentOptions>(Path.Combine(_folder, name));
        options.ThrowIfInvalid();
        Assert.EndsWith(options.Name, Path.GetFileNameWithoutExtension(name), StringComparison.Ordinal);
    }

    [Fact]
    public void EveryFaultIsReportedAtOnce()
    {
        var options = new ExperimentOptions
        {
            Name = "a/b",
            DataSets = [new ExperimentDataSet { Name = "one" }, new ExperimentDataSet { Name = "one", Train = "t", Dev = "d" }],
            Rows = [Row("teacher", 1), Row("fulll", 1), Row("full", 2), Row("none", 1, 1), Row("logits"), Row("tinybert", 1), Row("tinybert", 1)],
        };

        var message = Assert.Throws<InvalidInputException>(options.ThrowIfInvalid).Message;

        string[] faults =
        [
            "name: 'a/b'", "one occurs more than once", "one: train: a labelled file is needed", "one: dev: a labelled file is needed",
            "there is no variant 'fulll'; did you mean full?", "full 2,8,2,16 has seed 2, but there is no teacher with this seed",
            "none 2,8,2,16: a seed occurs more than once", "logits 2,8,2,16: expected at least one seed", "tinybert 2,8,2,16 occurs more than once",
        ];
        Assert.All(faults, fault => Assert.Contains(fault, message, StringComparison.Ordinal));
    }

    [Fact]
    public void AnExperimentWithoutDataOrRowsIsRefused()
    {
        var message = Assert.Throws<InvalidInputException>(new ExperimentOptions { Name = "empty" }.ThrowIfInvalid).Message;

        Assert.Contains("dataSets: expected at least one", message, StringComparison.Ordinal);
        Assert.Contains("rows: expected at least one", message, StringComparison.Ordinal);
    }
}
