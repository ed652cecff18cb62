using System.Runtime.InteropServices;
using CsCheck;
using TinyBertPipeline.Core;
using TinyBertPipeline.Export.Onnx;
using TinyBertPipeline.Export.Onnx.Types;
using TinyBertPipeline.Export.Onnx.Verification;
using TinyBertPipeline.Export.Summaries;
using static TinyBertPipeline.Export.Onnx.TensorProto.Types;

namespace TinyBertPipeline.Export.Tests.Graphs;

public sealed class LstmTests
{
    [Fact]
    public void AllFormatsGiveTheStatesOfEachRowAlone()
    {
        OpenVinoRuntime.Require();      // here, as a skip inside of a sample would count as its failure
        var sizes = Gen.Select(Gen.Int[1, 9], Gen.Int[1, 7], Gen.Int[1, 4], Gen.Int[0, int.MaxValue]);
        Gen.Select(sizes, Gen.Int[1, 4], Gen.Int[1, 12]).Sample((size, rows, length) =>
        {
            using var folder = new TemporaryFolder();
            var tagger = new LstmTagger(size.Item1, size.Item2, size.Item3, size.Item4);
            tagger.Write(folder);
            var batch = Taggers.Batch(LstmTagger.Config, rows, length, size.Item4);
            var expected = tagger.Run(batch);
            var tolerance = 1e-5 * Math.Max(1, expected.Max(Math.Abs));
            AssertLogits(Engines.OnnxRuntime(folder.File("17.onnx"), LstmTagger.Config, batch));
            AssertLogits(Engines.OnnxRuntime(folder.File("20.onnx"), LstmTagger.Config, batch));
            AssertLogits(Engines.OpenVino(folder.File("20.onnx"), LstmTagger.Config, batch));
            AssertLogits(Engines.OpenVino(folder.File("ir.xml"), LstmTagger.Config, batch));

            void AssertLogits(float[] logits) => Assert.InRange(ReferenceTagger.LargestDifference(logits, expected), 0, tolerance);
        }, iter: 15, threads: 1);
    }

    [Fact]
    public void WhatStandsAtPaddingChangesNoWord()
    {
        using var folder = new TemporaryFolder();
        var tagger = new LstmTagger(5, 4, 3, seed: 1);
        tagger.Write(folder);
        long[] mask = [1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1];
        long[] ids = [3, 4, 5, 0, 0, 0, 6, 7, 8, 9, 10, 11], others = [3, 4, 5, 9, 8, 7, 6, 7, 8, 9, 10, 11];
        var (one, other) = (new TokenBatch(2, 6, ids, mask, new long[12]), new TokenBatch(2, 6, others, mask, new long[12]));
        Assert.Equal(OnnxRuntime(one), OnnxRuntime(other));
        Assert.Equal(OpenVino(one), OpenVino(other));

        float[] OnnxRuntime(TokenBatch batch) => Engines.OnnxRuntime(folder.File("20.onnx"), LstmTagger.Config, batch);
        float[] OpenVino(TokenBatch batch) => Engines.OpenVino(folder.File("ir.xml"), LstmTagger.Config, batch);
    }

    [Fact]
    public void PyTorchsSecondBiasIsAddedToTheFirst()
    {
        var (plain, both) = (new LstmTagger(3, 2, 2, seed: 2), new LstmTagger(3, 2, 2, seed: 2));
        foreach (var suffix in new[] { "", "_reverse" })
        {
            var bias = plain.Values($"lstm.bias_ih_l0{suffix}");
            both.Set($"lstm.bias_ih_l0{suffix}", [8], [.. bias.Select((value, i) => value - i)]);
            both.Set($"lstm.bias_hh_l0{suffix}", [8], [.. Enumerable.Range(0, 8).Select(i => (float)i)]);
        }
        foreach (var name in new[] { "lstm.bias_ih_l0_iofc", "lstm.bias_ih_l0_reverse_iofc" })
        {
            var (expected, found) = (Values(plain, name), Values(both, name));
            for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 1e-5f);
        }

        static float[] Values(LstmTagger tagger, string name)
        {
            var data = tagger.ToOnnx(17).Graph.Initializer.Single(tensor => tensor.Name == name).RawData.ToByteArray();
            return MemoryMarshal.Cast<byte, float>(data).ToArray();
        }
    }

    [Fact]
    public void TheSummaryCountsOneBiasAGate()
    {
        var writer = new LayerTableWriter(_ => false);
        new LstmTagger(768, 256, 10, seed: 3).Describe(writer);
        var row = writer.Rows.Single(row => row.Name == "lstm");
        Assert.Equal(2 * 4 * 256 * (768 + 256 + 1), row.Parameters);
        Assert.Equal("(None, None, 512)", row.OutputShape);
    }

    [Theory]
    [InlineData("lstm.weight_hh_l0_reverse", "[8, 2]")]
    [InlineData("lstm.bias_hh_l0", "[8]")]
    public void AWeightOfAnotherShapeIsNamed(string name, string shape)
    {
        var tagger = new LstmTagger(3, 2, 2, seed: 4);
        tagger.Set(name, [9], new float[9]);
        var error = Assert.Throws<InvalidInputException>(() => tagger.ToOnnx(17));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Contains(shape, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void AnLstmWhoseInputsDoNotFitIsFoundBeforeItIsWritten(int input)
    {
        OnnxType[] inputs =
        [
            new(DataType.Float, ["sequence_length", "batch_size", 3]),
            new(DataType.Float, [2, 8, 3]),
            new(DataType.Float, [2, 8, 2]),
            new(DataType.Float, [2, 16]),
            new(DataType.Int32, ["batch_size"]),
        ];
        Assert.Equal("float [sequence_length, 2, batch_size, 2]", RecurrentTypes.Lstm(inputs, 2).ToString());
        inputs[input] = new(DataType.Int64, ["batch_size"]);
        Assert.Throws<ShapeMismatchException>(() => RecurrentTypes.Lstm(inputs, 2));
    }
}
