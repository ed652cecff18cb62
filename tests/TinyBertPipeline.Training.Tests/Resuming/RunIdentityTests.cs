using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Training.Tests.Resuming;

public sealed class RunIdentityTests
{
    [Fact]
    public void EqualRunsPass() => RunIdentity.ThrowIfDifferent(
        new JsonObject { ["a"] = 1, ["b"] = new JsonArray(1, 2) }, new JsonObject { ["b"] = new JsonArray(1, 2), ["a"] = 1 }, "out");

    [Fact]
    public void EveryDifferenceIsNamed()
    {
        var e = Assert.Throws<InvalidInputException>(() => RunIdentity.ThrowIfDifferent(
            new JsonObject { ["rate"] = 0.1, ["same"] = "x", ["old"] = true },
            new JsonObject { ["rate"] = 0.2, ["same"] = "x", ["new"] = 3 }, "out"));
        Assert.Equal(InputKind.Configuration, e.Kind);
        Assert.Contains(
            "rate: 0.1 there, 0.2 here; old: true there, nothing here; new: nothing there, 3 here", e.Message, StringComparison.Ordinal);
    }
}
