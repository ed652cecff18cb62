using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Bundles;

namespace TinyBertPipeline.Core.Tests.Bundles;

public sealed class RunRecordTests
{
    [Fact]
    public void ARecordIsReadBack()
    {
        using var folder = new TemporaryFolder();
        RunRecord.Write(folder.Path, new RunRecord
        {
            CommandLine = "tinybert finetune --out x",
            Options = new JsonObject { ["epochs"] = 5 },
            Seeds = new Dictionary<string, long> { ["training"] = 7 },
            Versions = RunRecord.PlatformVersions(),
            Inputs = new Dictionary<string, string> { ["train.bioes"] = "ab" },
            Scores = new Dictionary<string, double> { ["dev.f1"] = 0.5 },
        });
        var record = RunRecord.TryRead(folder.Path)!;
        Assert.Equal("tinybert finetune --out x", record.CommandLine);
        Assert.Equal(5, (int)record.Options!["epochs"]!);
        Assert.Equal(7, record.Seeds["training"]);
        Assert.Equal("ab", record.Inputs["train.bioes"]);
        Assert.Equal(0.5, record.Scores["dev.f1"]);
        Assert.Contains("dotnet", record.Versions.Keys);
    }

    [Fact]
    public void AFolderWithoutARecordHasNone()
    {
        using var folder = new TemporaryFolder();
        Assert.Null(RunRecord.TryRead(folder.Path));
    }

    [Theory]
    [InlineData("{ \"seeds\": { \"a\": \"b\" } }")]
    [InlineData("[]")]
    [InlineData("{ \"seeds\": 1")]
    public void ABrokenRecordIsRefused(string json)
    {
        using var folder = new TemporaryFolder();
        folder.Write("run.json", json);
        Assert.Equal(folder.File("run.json"), Assert.Throws<InvalidInputException>(() => RunRecord.TryRead(folder.Path)).File);
    }
}
