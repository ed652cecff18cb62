using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Pipeline.Experiments;

namespace TinyBertPipeline.Pipeline.Tests.Experiments;

public sealed class ExperimentResultsTests
{
    private static readonly string[] _fields =
    [
        "dataset", "variant", "student", "seed", "decoder", "devF1", "testF1", "parameters", "tokens", "minutes", "optionsHash", "cpu", "date",
    ];

    [Fact]
    public void ARowHasTheAgreedFieldsAndIsFlat()
    {
        var row = Result("en", "full", "tiny-4x312", 1).ToJson();

        Assert.Equal(_fields, row.Select(field => field.Key).Take(_fields.Length));
        Assert.All(row, field => Assert.True(field.Value is null or JsonValue));
        Assert.True(row.ContainsKey("testF1") && row["testF1"] is null);
        Assert.Equal("2026-03-04", (string?)row["date"]);
    }

    [Fact]
    public void ARowSurvivesTheWayThroughTheFile()
    {
        using var folder = new TemporaryFolder();
        var row = Result("en", "full", "tiny-4x312", 1) with { Test = 0.5, LayerMap = "1←1 2←6", Overrides = "pieces 5" };
        var results = new ExperimentResults(folder.Path, "retention");

        results.Add(row);

        Assert.Equal(row.ToJson().ToJsonString(), Assert.Single(results.Read()).ToJson().ToJsonString());
    }

    [Fact]
    public void RowsOfOtherExperimentsAndUnknownFieldsStay()
    {
        using var folder = new TemporaryFolder();
        var other = Result("zh", "teacher", null, 1).ToJson();
        other["energy"] = 12.5;
        folder.Write("retention.json", new JsonObject { ["rows"] = new JsonArray(other) }.ToJsonString());
        var results = new ExperimentResults(folder.Path, "retention");

        results.Add(Result("en", "teacher", null, 1));

        var rows = JsonNode.Parse(File.ReadAllText(folder.File("retention.json")))!["rows"]!.AsArray();
        Assert.Equal(["zh", "en"], rows.Select(row => (string?)row!["dataset"]));
        Assert.Equal(12.5, (double?)rows[0]!["energy"]);
    }

    [Fact]
    public void ARowReplacesTheOneWithItsKeyAndRowsStayInTheOrderOfTheTable()
    {
        using var folder = new TemporaryFolder();
        var results = new ExperimentResults(folder.Path, "retention");
        foreach (var row in new[]
        {
            Result("en", "full", "tiny-4x312", 2), Result("en", "full", "tiny-4x312", 1), Result("en", "none", "tiny-4x312", 1),
            Result("en", "full", "mini-2x240", 1) with { Parameters = 7 }, Result("en", "teacher", null, 1),
            Result("en", "full", "tiny-4x312", 1) with { Dev = 0.9 },
        }) results.Add(row);

        Assert.Equal(
            ["teacher  1", "none tiny-4x312 1", "full tiny-4x312 1", "full tiny-4x312 2", "full mini-2x240 1"],
            results.Read().Select(row => $"{row.Variant} {row.Student} {row.Seed}"));
        Assert.Equal(0.9, results.Read()[2].Dev);
    }

    [Fact]
    public void WhatAKillBetweenTwoOfItsFilesHasLeftIsMended()
    {
        using var folder = new TemporaryFolder();
        var results = new ExperimentResults(folder.Path, "retention");
        results.Add(Result("en", "full", "tiny-4x312", 1));
        var table = File.ReadAllText(folder.File("retention.md"));
        folder.Write("retention.md", "as it was before the last row");
        folder.Write(".tinybert-1-5f0c.tmp", "half a tab");

        results.Refresh();

        Assert.Equal(table, File.ReadAllText(folder.File("retention.md")));
        Assert.False(File.Exists(folder.File(".tinybert-1-5f0c.tmp")));
    }

    [Fact]
    public void RowsAddedByManyAtOnceAreAllThere()
    {
        using var folder = new TemporaryFolder();

        Parallel.For(0, 24, seed => new ExperimentResults(folder.Path, "retention").Add(Result("en", "full", "tiny-4x312", seed)));

        Assert.Equal(Enumerable.Range(0, 24), new ExperimentResults(folder.Path, "retention").Read().Select(row => row.Seed));
    }

    [Theory]
    [InlineData("{ }")]
    [InlineData("not json")]
    [InlineData("{ \"rows\": [ { \"dataset\": \"en\" } ] }")]
    [InlineData("{ \"rows\": [ null ] }")]
    public void ABrokenFileIsRefusedAndNotOverwritten(string text)
    {
        using var folder = new TemporaryFolder();
        folder.Write("retention.json", text);

        var e = Assert.Throws<InvalidInputException>(() => new ExperimentResults(folder.Path, "retention").Add(Result("en", "teacher", null, 1)));

        Assert.Contains("retention.json", e.Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(folder.File("retention.json")));
    }

    [Fact]
    public void TheFileNamesEveryCommandThatMeasured()
    {
        using var folder = new TemporaryFolder();
        var results = new ExperimentResults(folder.Path, "retention");
        results.Add(Result("en", "teacher", null, 1) with { Command = "tinybert experiment b.json" });
        results.Add(Result("zh", "teacher", null, 1) with { Command = "tinybert experiment a.json" });

        var document = JsonNode.Parse(File.ReadAllText(folder.File("retention.json")))!;

        Assert.Equal("tinybert experiment a.json && tinybert experiment b.json", (string?)document["command"]);
        Assert.Equal("2026-03-04", (string?)document["date"]);
    }

    internal static ExperimentResult Result(string dataset, string variant, string? student, int seed) => new()
    {
        Dataset = dataset,
        Variant = variant,
        Student = student,
        Seed = seed,
        Dev = 0.8,
        Parameters = 1_000_000,
        Pieces = 500_000,
        Minutes = 6.5,
        OptionsHash = "0123456789",
        Cpu = "a processor",
        Date = new DateOnly(2026, 3, 4),
        Command = "tinybert experiment a.json",
    };
}
