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

    [Fact]
    public void FilesOfAFolderAreNamedOneByOneAndTheirHashesShort()
    {
        var (first, second) = (new string('a', 64), new string('b', 64));
        var e = Assert.Throws<InvalidInputException>(() => RunIdentity.ThrowIfDifferent(
            new JsonObject { ["model"] = new JsonObject { ["weights"] = first, ["vocab.txt"] = first } },
            new JsonObject { ["model"] = new JsonObject { ["weights"] = first, ["vocab.txt"] = second } }, "out"));
        Assert.Contains("(model.vocab.txt: content aaaaaaaaaaaa… there, content bbbbbbbbbbbb… here)", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OfAListTheEntryIsNamedThatDiffersOrTheNumbersOfEntries()
    {
        var (first, second) = (new string('a', 64), new string('b', 64));
        var e = Assert.Throws<InvalidInputException>(() => RunIdentity.ThrowIfDifferent(
            new JsonObject
            {
                ["raw"] = new JsonArray(first, first, first),
                ["moreTeachers"] = new JsonArray(new JsonObject { ["weights"] = first }),
                ["validation"] = new JsonArray(first),
            },
            new JsonObject
            {
                ["raw"] = new JsonArray(first, first, second),
                ["moreTeachers"] = new JsonArray(new JsonObject { ["weights"] = second }),
                ["validation"] = new JsonArray(),
            },
            "out"));
        Assert.Contains("raw[2]: content aaaaaaaaaaaa… there, content bbbbbbbbbbbb… here; moreTeachers[0].weights: content aaaaaaaaaaaa… there, "
            + "content bbbbbbbbbbbb… here; validation: 1 entries there, 0 here", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheMachinesPartIsThePrecisionAndTheThreads()
    {
        var here = RunIdentity.Here(new JsonObject { ["seed"] = 1 }, useBFloat16: true);
        Assert.Equal(["seed", "matrixProducts", "threads"], here.Select(entry => entry.Key));
        Assert.True(RunIdentity.UsesBFloat16(here));
        Assert.False(RunIdentity.UsesBFloat16(RunIdentity.Here([], useBFloat16: false)));
    }

    [Fact]
    public void TheHashIsThatOfTheContents()
    {
        Assert.Equal(RunIdentity.Hash(new JsonObject { ["a"] = 1 }), RunIdentity.Hash(new JsonObject { ["a"] = 1 }));
        Assert.NotEqual(RunIdentity.Hash(new JsonObject { ["a"] = 1 }), RunIdentity.Hash(new JsonObject { ["a"] = 2 }));
    }
}
