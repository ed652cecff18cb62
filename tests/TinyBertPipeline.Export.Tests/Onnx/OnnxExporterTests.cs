using System.Runtime.CompilerServices;
using Microsoft.ML.OnnxRuntime;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Export.Onnx;
using TinyBertPipeline.Export.Onnx.Verification;
using TinyBertPipeline.Inference.OnnxRuntime;

namespace TinyBertPipeline.Export.Tests.Onnx;

public sealed class OnnxExporterTests
{
    [Theory]
    [InlineData(17)]
    [InlineData(20)]
    public void OnnxRuntimeGivesTheReferencesLogits(int opset)
    {
        using var folder = new TemporaryFolder();
        foreach (var tagger in ReferenceTagger.All())
        {
            var path = folder.File("model.onnx");
            OnnxExporter.Write(tagger.Task, tagger.Config, tagger.Weights, path, new() { Opset = opset });
            tagger.AssertLogits(Engines.OnnxRuntime(path, tagger.Config, tagger.Batch));
        }
    }

    [Theory]
    [InlineData(17)]
    [InlineData(20)]
    public void OpenVinoReadsTheFileAndGivesTheReferencesLogits(int opset)
    {
        using var folder = new TemporaryFolder();
        foreach (var tagger in ReferenceTagger.All())
        {
            var path = folder.File("model.onnx");
            OnnxExporter.Write(tagger.Task, tagger.Config, tagger.Weights, path, new() { Opset = opset });
            tagger.AssertLogits(Engines.OpenVino(path, tagger.Config, tagger.Batch));
        }
    }

    [Theory]
    [InlineData(17, 8)]
    [InlineData(18, 8)]
    [InlineData(19, 9)]
    [InlineData(20, 9)]
    public void TheFilesVersionIsTheOneThatTheOpsetAsksFor(int opset, int irVersion)
    {
        var model = OnnxExporter.Build(Taggers.Task, Taggers.Config, Taggers.Weights(Taggers.Config), new() { Opset = opset });
        Assert.Equal(irVersion, model.IrVersion);
        Assert.Equal(opset, Assert.Single(model.OpsetImport).Version);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(21)]
    public void OtherOpsetsAreRefused(int opset) => Assert.Throws<ArgumentOutOfRangeException>(
        () => OnnxExporter.Build(Taggers.Task, Taggers.Config, Taggers.Weights(Taggers.Config), new() { Opset = opset }));

    [Theory]
    [InlineData(20, "gelu", "Gelu")]
    [InlineData(20, "gelu_new", "Gelu")]
    [InlineData(20, "relu", "Relu")]
    [InlineData(17, "gelu", "Erf")]
    [InlineData(17, "gelu_pytorch_tanh", "Tanh")]
    [InlineData(17, "relu", "Relu")]
    public void TheActivationIsWrittenInTheOperatorsOfTheOpset(int opset, string activation, string expected)
    {
        var config = Taggers.Config with { Activation = activation };
        var model = OnnxExporter.Build(Taggers.Task, config, Taggers.Weights(config), new() { Opset = opset });
        Assert.Contains(model.Graph.Node, node => node.OpType == expected);
    }

    [Fact]
    public void TheFileSaysWhatItIsAndWhichWeightsItCameFrom()
    {
        var weights = Taggers.Weights(Taggers.Config);
        var model = OnnxExporter.Build(Taggers.Task, Taggers.Config, weights, new() { Metadata = new() { Settings = new() { Scheme = TagScheme.Bio } } });
        var metadata = model.MetadataProps.ToDictionary(entry => entry.Key, entry => entry.Value);
        Assert.Equal(weights.Sha256, metadata[WeightsBinding.MetadataKey]);
        Assert.Equal("""["O","B-PER","I-PER"]""", metadata["tinybert_pipeline.labels"]);
        Assert.Equal("BIO", metadata["tinybert_pipeline.scheme"]);
        Assert.Equal("16", metadata["tinybert_pipeline.max_positions"]);
        Assert.Equal("20", metadata["tinybert_pipeline.vocabulary_size"]);
        Assert.Equal("TinyBertPipeline", model.ProducerName);
    }

    [Fact]
    public void TheHashOfTheWeightsFileMayBeGiven()
    {
        var model = OnnxExporter.Build(Taggers.Task, Taggers.Config, Taggers.Weights(Taggers.Config), new() { Metadata = new() { WeightsSha256 = "0123" } });
        Assert.Equal("0123", Assert.Single(model.MetadataProps, entry => entry.Key == WeightsBinding.MetadataKey).Value);
    }

    [Fact]
    public void TheSameModelGivesTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "one", "two" }) OnnxExporter.Write(Taggers.Task, Taggers.Config, Taggers.Weights(Taggers.Config), folder.File(name), new());
        Assert.Equal(File.ReadAllBytes(folder.File("one")), File.ReadAllBytes(folder.File("two")));
    }

    [Theory]
    [InlineData(17)]
    [InlineData(20)]
    public void OnnxRuntimeLoadsItWithStrictInferenceAndKeepsTheFasterForm(int opset)
    {
        RuntimeHelpers.RunModuleConstructor(typeof(OnnxRuntimeEngine).Module.ModuleHandle);      // telemetry off
        using var folder = new TemporaryFolder();
        OnnxExporter.Write(Taggers.Task, Taggers.Config, Taggers.Weights(Taggers.Config), folder.File("model.onnx"), new() { Opset = opset });
        using var options = new SessionOptions { OptimizedModelFilePath = folder.File("optimized.onnx"), LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        options.AddSessionConfigEntry("session.strict_shape_type_inference", "1");
        using (var session = new InferenceSession(folder.File("model.onnx"), options))
        {
            Assert.Equal(["input_ids", "attention_mask", "token_type_ids"], session.InputNames);
            Assert.Equal(["batch_size", "sequence_length"], session.InputMetadata["input_ids"].SymbolicDimensions);
            Assert.Equal([-1, -1, 3], session.OutputMetadata["logits"].Dimensions);
        }
        var operators = OnnxFile.Read(folder.File("optimized.onnx")).Graph.Node.Select(node => node.OpType).ToHashSet();
        Assert.Contains("LayerNormalization", operators);
        Assert.Contains("BiasGelu", operators);
        Assert.DoesNotContain("SkipLayerNormalization", operators);      // slower on CPUs than Add and LayerNormalization
        Assert.DoesNotContain("Erf", operators);
    }

    [Theory]
    [InlineData("classifier.bias", null, "classifier.bias [3] is absent")]
    [InlineData("bert.encoder.layer.0.output.dense.weight", "12,8", "has shape [12, 8], the configuration asks for [8, 12]")]
    [InlineData("lstm.weight_ih_l0", "4,8", "no place for 1 weights of the checkpoint: lstm.weight_ih_l0")]
    public void WeightsThatDoNotFitTheConfigurationAreRefusedByName(string name, string? shape, string message)
    {
        long[] dimensions = [.. shape?.Split(',').Select(long.Parse) ?? []];
        var tensor = shape is null ? null : new WeightTensor(name, dimensions, new float[dimensions.Aggregate((a, b) => a * b)]);
        var weights = Taggers.Weights((name, tensor));
        var error = Assert.Throws<InvalidInputException>(() => OnnxExporter.Build(Taggers.Task, Taggers.Config, weights, new()));
        Assert.Equal(InputKind.Model, error.Kind);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void WhatATaggerDoesNotNeedMayBeInTheCheckpoint()
    {
        var pooler = new WeightTensor("bert.pooler.dense.bias", [8], new float[8]);
        var model = OnnxExporter.Build(Taggers.Task, Taggers.Config, Taggers.Weights((pooler.Name, pooler)), new());
        Assert.DoesNotContain(model.Graph.Initializer, tensor => tensor.Name == pooler.Name);
    }

    [Fact]
    public void AFileThatStandsThereStaysWhenTheExportFails()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("model.onnx", "old");
        Assert.Throws<InvalidInputException>(() => OnnxExporter.Write(Taggers.Task, Taggers.Config, Taggers.Weights(("classifier.bias", null)), path, new()));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void WeightsThatOneFileCannotHoldAreRefused()
    {
        var builder = new OnnxGraphBuilder(maxBytes: 100);
        builder.Weight(new WeightTensor("a", [20], new float[20]));
        var error = Assert.Throws<InvalidInputException>(() => builder.Weight(new WeightTensor("b", [6], new float[6])));
        Assert.Contains("2 GiB", error.Message);
    }
}
