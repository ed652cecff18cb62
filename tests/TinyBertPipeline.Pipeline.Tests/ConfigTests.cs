using TinyBertPipeline.Core.Configuration;

namespace TinyBertPipeline.Pipeline.Tests;

public sealed class ConfigTests
{
    public static TheoryData<string> PipelineConfigs() =>
        [.. Directory.GetFiles(Path.Combine(ReferenceData.RepositoryRoot, "configs"), "*.json").Select(Path.GetFileName).OfType<string>().Where(name => name.StartsWith("run-", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(PipelineConfigs))]
    public void EveryShippedPipelineConfigBinds(string name)
    {
        var options = OptionsFile.Read<PipelineOptions>(Path.Combine(ReferenceData.RepositoryRoot, "configs", name));
        Assert.EndsWith(options.Name, Path.GetFileNameWithoutExtension(name), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheDemosOptionsSurviveTheWayThroughJson(bool quick)
    {
        var options = DemoOptions.Create(quick);
        var json = OptionsFile.ToJson(options);
        Assert.Equal(json.ToJsonString(), OptionsFile.ToJson(OptionsFile.Bind<PipelineOptions>(json.AsObject())).ToJsonString());
    }
}
