using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Pipeline.Context;
using TinyBertPipeline.Training.Distillation.Recipe;

namespace TinyBertPipeline.Pipeline.Tests;

/// <summary>What is wrong with a run's config is told before its first stage, all at once.</summary>
public sealed class RunFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{ "teacher": { "task": "sequence-classification", "head": "crf" } }""", "teacher.head: a classifier of texts has a linear head")]
    [InlineData("""{ "teacher": { "task": "sequence-classification", "decoder": "argmax" } }""", "teacher.decoder: a classifier of texts has none")]
    [InlineData("""{ "teacher": { "task": "sequence-classification" }, "student": { "head": "lstm" } }""", "student.head: a classifier of texts")]
    [InlineData("""{ "teacher": { "task": "sequence-classificatio" } }""", "teacher.task: 'sequence-classificatio'; did you mean sequence-classification?")]
    [InlineData("""{ "student": { "raw": ["texts"] } }""", "student.raw: a run takes it from data.raw")]
    [InlineData("""{ "student": { "replacedCopies": 1 } }""", "student.replacedCopies takes its words from raw text")]
    [InlineData("""{ "student": { "teacher": "t" } }""", "student.teacher: in a run it is the one that the run trains")]
    [InlineData("""{ "teacher": { "train": "t" } }""", "teacher.train: a run takes it from data.train")]
    [InlineData("""{ "gates": { "minTeacherScore": 80 } }""", "gates.minTeacherScore: 80, expected 0 to 1")]
    public void OfASingleStage(string config, string expected) => Assert.Contains(expected, Fault(config), StringComparison.Ordinal);

    [Fact]
    public void TheRawTextOfARunIsThatOfItsStudent() => Assert.DoesNotContain(
        new PipelineOptions
        {
            Data = new PipelineData { Train = "train", Dev = "dev", Raw = ["texts"] },
            Student = new DistillationOptions { ReplacedCopies = 1 },
        }.Faults(), fault => fault.Contains("replacedCopies", StringComparison.Ordinal));

    [Fact]
    public void UnknownKeysAndWrongValuesAreToldTogether()
    {
        var message = Fault("""
            { "quantization": { "sentences": 3 }, "teacher": { "epochs": 0 }, "student": { "pieces": -3, "evaluations": "many" }, "benchmark": { "iterations": 0 } }
            """);
        foreach (var key in new[] { "unknown key quantization.sentences", "teacher.epochs: 0", "student.pieces: -3", "student.evaluations: expected", "benchmark.iterations" })
            Assert.Contains(key, message, StringComparison.Ordinal);
        Assert.Equal(5, message.Split('\n').Length);
    }

    [Fact]
    public void AWrongKeyDoesNotHideTheFaultsOfThoseThatBeginAsItDoes()
    {
        var message = Fault("""{ "s": 1, "bench": 2, "student": { "pieces": -3 }, "benchmark": { "iterations": 0 } }""");
        foreach (var key in new[] { "unknown key s", "unknown key bench", "student.pieces: -3", "benchmark.iterations" })
            Assert.Contains(key, message, StringComparison.Ordinal);
    }

    [Fact]
    public void InputsOfAllStagesAreLookedForBeforeTheFirst()
    {
        var message = Fault("""
            {
              "data": { "train": "no-train", "dev": "no-dev", "test": "no-test", "raw": ["no-raw"] }, "teacher": { "model": "no-model", "epochs": 0 },
              "student": { "generalTeacher": "no-general" }, "quantization": { "calibration": "no-calibration", "gate": "no-gate" }
            }
            """);
        foreach (var key in new[] { "data.train", "data.dev", "data.test", "data.raw", "teacher.model", "student.generalTeacher", "quantization.calibration", "quantization.gate" })
            Assert.Contains($"{key}: no-{key[(key.LastIndexOf('.') + 1)..].Replace("generalTeacher", "general", StringComparison.Ordinal)}: no such file", message, StringComparison.Ordinal);
        Assert.Contains("teacher.epochs: 0", message, StringComparison.Ordinal);
    }

    private string Fault(string config)
    {
        var fault = Assert.Throws<InvalidInputException>(() => PipelineRun.Run(
            OptionsFile.Bind<PipelineOptions>((JsonObject)JsonNode.Parse(config)!) with { Output = _folder.File("run") },
            new PipelineContext { InputsRoot = _folder.Path }));
        Assert.Equal(InputKind.Configuration, fault.Kind);
        Assert.False(Directory.Exists(_folder.File("run")));
        return fault.Message;
    }
}
