using System.Text.Json.Nodes;
using TinyBertPipeline.Pipeline.Stages;

namespace TinyBertPipeline.Pipeline.Tests.Stages;

public sealed class StageCacheTests
{
    [Fact]
    public void AFinishedStageIsFoundByItsKey()
    {
        using var folder = new TemporaryFolder();
        var cache = Recorded(folder);
        Assert.Equal(0.5, (double)cache.Find("teacher", "key")!["f1"]!);
        Assert.Null(cache.Find("teacher", "another key"));
        Assert.Null(cache.Find("student", "key"));
    }

    [Fact]
    public void AStageWhoseOutputIsGoneRunsAgain()
    {
        using var folder = new TemporaryFolder();
        var cache = Recorded(folder);
        File.Delete(folder.File("model.bin"));
        Assert.Null(cache.Find("teacher", "key"));
    }

    [Fact]
    public void AStageWhoseOutputHasAnotherSizeRunsAgain()
    {
        using var folder = new TemporaryFolder();
        var cache = Recorded(folder);
        folder.Write("model.bin", "longer than before");
        Assert.Null(cache.Find("teacher", "key"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"key\": \"key\", \"outputs\": 3}")]
    public void ABrokenRecordCountsAsNone(string record)
    {
        using var folder = new TemporaryFolder();
        var cache = Recorded(folder);
        folder.Write(Path.Combine("stages", "teacher.json"), record);
        Assert.Null(cache.Find("teacher", "key"));
    }

    private static StageCache Recorded(TemporaryFolder folder)
    {
        var output = folder.Write("model.bin", "weights");
        var cache = new StageCache(folder.Path);
        cache.Record("teacher", "key", [output], new JsonObject { ["f1"] = 0.5 });
        return cache;
    }
}
