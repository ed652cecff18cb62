using System.Text.Json.Nodes;
using TinyBertPipeline.Pipeline.Stages;

namespace TinyBertPipeline.Pipeline.Tests.Stages;

public sealed class StageKeyTests
{
    [Fact]
    public void TheKeyDependsOnNameVersionOptionsAndContentOfInputs()
    {
        using var folder = new TemporaryFolder();
        var input = folder.Write("data", "a O");
        string Key(string name = "teacher", int version = 1, int epochs = 3) => StageKey.Compute(new StageName(name, version), new JsonObject { ["epochs"] = epochs }, [input]);

        var key = Key();
        Assert.Equal(key, Key());
        Assert.NotEqual(key, Key(name: "student"));
        Assert.NotEqual(key, Key(version: 2));
        Assert.NotEqual(key, Key(epochs: 4));
        folder.Write("data", "b O");
        Assert.NotEqual(key, Key());
    }

    [Fact]
    public void TheTimeOfAnInputPlaysNoPart()
    {
        using var folder = new TemporaryFolder();
        var input = folder.Write("data", "a O");
        var key = StageKey.Compute(new StageName("teacher"), new JsonObject(), [input]);
        File.SetLastWriteTimeUtc(input, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal(key, StageKey.Compute(new StageName("teacher"), new JsonObject(), [input]));
    }

    [Fact]
    public void AFolderCountsWithAllFilesBelow()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("raw"));
        folder.Write(Path.Combine("raw", "a.txt"), "one");
        var key = StageKey.Compute(new StageName("student"), new JsonObject(), [folder.File("raw")]);
        folder.Write(Path.Combine("raw", "b.txt"), "two");
        Assert.NotEqual(key, StageKey.Compute(new StageName("student"), new JsonObject(), [folder.File("raw")]));
    }
}
