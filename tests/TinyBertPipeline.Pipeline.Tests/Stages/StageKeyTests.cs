using System.Text.Json.Nodes;
using TinyBertPipeline.Pipeline.Stages;

namespace TinyBertPipeline.Pipeline.Tests.Stages;

public sealed class StageKeyTests
{
    [Fact]
    public void TheKeyDependsOnTheStageAndOnEverythingInItsIdentity()
    {
        static string Key(string name = "teacher", int epochs = 3, string hash = "ab") =>
            StageCache.KeyOf(name, new JsonObject { ["options"] = new JsonObject { ["epochs"] = epochs }, ["inputs"] = new JsonObject { ["data"] = hash } });

        Assert.Equal(Key(), Key());
        Assert.Equal(4, new[] { Key(), Key(name: "student"), Key(epochs: 4), Key(hash: "cd") }.Distinct().Count());
    }
}
