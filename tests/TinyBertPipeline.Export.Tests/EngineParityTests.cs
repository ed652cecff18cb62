using CsCheck;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Export.Onnx;
using TinyBertPipeline.Export.OpenVinoIr;

namespace TinyBertPipeline.Export.Tests;

public sealed class EngineParityTests
{
    [Fact]
    public void BatchesOfEveryKindGiveTheGoldenLogitsInAllFormats()
    {
        var folder = ReferenceData.Require("model", "A", "token-classification");
        var config = BertConfig.Load(folder);
        var weights = BertWeights.Load(folder, config, Taggers.Task.Head(config));
        using var output = new TemporaryFolder();
        Write(config, weights, output);
        using var expected = SafetensorsFile.Open(ReferenceData.Require("onnx", "expected.safetensors"));
        var names = expected.Entries.Keys.Where(key => key.EndsWith(".logits", StringComparison.Ordinal)).Select(key => key[..^".logits".Length]);
        foreach (var name in names)
        {
            var shape = expected.Entries[$"{name}.input_ids"].Shape;
            var batch = new TokenBatch((int)shape[0], (int)shape[1],
                expected.ReadInt64($"{name}.input_ids"), expected.ReadInt64($"{name}.attention_mask"), expected.ReadInt64($"{name}.token_type_ids"));
            var golden = expected.ReadDoubles($"{name}.logits");
            Assert.InRange(ReferenceTagger.LargestDifference(Engines.OnnxRuntime(output.File("20.onnx"), config, batch), golden), 0, 1e-5);
            Assert.InRange(ReferenceTagger.LargestDifference(Engines.OnnxRuntime(output.File("17.onnx"), config, batch), golden), 0, 1e-5);
            Assert.InRange(ReferenceTagger.LargestDifference(Engines.OpenVino(output.File("ir.xml"), config, batch), golden), 0, 1e-5);
        }
    }

    [Fact]
    public void BertsOfAnySizeGiveTheSameLogitsInAllFormats()
    {
        OpenVinoRuntime.Require();      // here, as a skip inside of a sample would count as its failure
        var configs =
            from headSize in Gen.Int[4, 9]      // with fewer numbers in a row, LayerNorm can blow rounding up to any size
            from heads in Gen.Int[1, 4]
            from layers in Gen.Int[1, 3]
            from intermediate in Gen.Int[1, 20]
            from positions in Gen.Int[1, 20]
            from types in Gen.Int[1, 3]
            from activation in Gen.Int[0, BertConfig.Activations.Count - 1]
            from labels in Gen.Int[1, 6]
            select new BertConfig
            {
                VocabularySize = 30,
                HiddenSize = headSize * heads,
                Heads = heads,
                Layers = layers,
                IntermediateSize = intermediate,
                MaxPositions = positions,
                TypeVocabularySize = types,
                Activation = BertConfig.Activations[activation],
                InitializerRange = 0.3,
                Labels = [.. Enumerable.Range(0, labels).Select(i => $"L{i}")],
            };
        Gen.Select(configs, Gen.Int[1, 4], Gen.Int[0, int.MaxValue]).Sample((config, rows, seed) =>
        {
            using var folder = new TemporaryFolder();
            Write(config, Taggers.Weights(config, seed), folder);
            var batch = Taggers.Batch(config, rows, 1 + seed % config.MaxPositions, seed);
            var first = Engines.OnnxRuntime(folder.File("20.onnx"), config, batch);
            double[] expected = [.. first.Select(value => (double)value)];
            var tolerance = 1e-4 * Math.Max(1, expected.Max(Math.Abs));
            Assert.InRange(ReferenceTagger.LargestDifference(Engines.OnnxRuntime(folder.File("17.onnx"), config, batch), expected), 0, tolerance);
            Assert.InRange(ReferenceTagger.LargestDifference(Engines.OpenVino(folder.File("20.onnx"), config, batch), expected), 0, tolerance);
            Assert.InRange(ReferenceTagger.LargestDifference(Engines.OpenVino(folder.File("ir.xml"), config, batch), expected), 0, tolerance);
        }, iter: 25, threads: 1);
    }

    private static void Write(BertConfig config, BertWeights weights, TemporaryFolder folder)
    {
        OnnxExporter.Write(Taggers.Task, config, weights, folder.File("20.onnx"), new() { Opset = 20 });
        OnnxExporter.Write(Taggers.Task, config, weights, folder.File("17.onnx"), new() { Opset = 17 });
        OpenVinoIrExporter.Write(Taggers.Task, config, weights, folder.File("ir.xml"), new());
    }
}
