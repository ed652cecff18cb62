using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Core.Tests.Checkpoints;

public sealed class RandomWeightsTests
{
    private static readonly BertConfig _config =
        BertPresets.Get("mini-2x128") with { VocabularySize = 1_000, MaxPositions = 64, Labels = ["O", "S"] };

    [Fact]
    public void TheSameSeedGivesTheSameWeights()
    {
        Assert.Equal(TaggerWeights.Create(_config, 5).Sha256, TaggerWeights.Create(_config, 5).Sha256);
        Assert.NotEqual(TaggerWeights.Create(_config, 5).Sha256, TaggerWeights.Create(_config, 6).Sha256);
    }

    [Fact]
    public void MatricesAreNormalAndTheRestIsNeutral()
    {
        var weights = TaggerWeights.Create(_config, 1);
        var matrix = weights["bert.encoder.layer.1.intermediate.dense.weight"].Values;
        Assert.InRange(matrix.Average(), -0.001, 0.001);
        Assert.InRange(Math.Sqrt(matrix.Average(value => value * (double)value)), 0.0195, 0.0205);
        Assert.InRange(matrix.Count(value => Math.Abs(value) < 0.02) / (double)matrix.Length, 0.67, 0.70);   // 68.3 % within one deviation
        Assert.All(weights["bert.embeddings.LayerNorm.weight"].Values, value => Assert.Equal(1, value));
        Assert.All(weights["bert.embeddings.LayerNorm.bias"].Values, value => Assert.Equal(0, value));
        Assert.All(weights["classifier.bias"].Values, value => Assert.Equal(0, value));
        Assert.All(weights[BertTensors.WordEmbeddings].Values.Take(128), value => Assert.Equal(0, value));
    }

    [Fact]
    public void WhatIsDrawnCanBeWrittenAndLoaded()
    {
        using var folder = new TemporaryFolder();
        var weights = RandomWeights.Create(_config, BertTensors.PreTraining(_config), 3, withPooler: true);
        SafetensorsWriter.Write(folder.File("model.safetensors"), weights.Tensors.Values);
        var loaded = BertWeights.Load(folder.Path, _config, BertTensors.PreTraining(_config));
        Assert.Equal(weights.Sha256, loaded.Sha256);
        Assert.Empty(loaded.Report.ToText());
    }

    [Fact]
    public void NamesAndShapesAreThoseOfTheReferenceFolder()
    {
        var folder = ReferenceData.Require("checkpoints", "hf-token-classification");
        using var file = SafetensorsFile.Open(Path.Combine(folder, "model.safetensors"));
        var drawn = TaggerWeights.Create(BertConfig.Load(folder), 1).Tensors;
        Assert.Equal(file.Entries.Keys.Order(StringComparer.Ordinal), drawn.Keys.Order(StringComparer.Ordinal));
        Assert.All(file.Entries.Values, entry => Assert.Equal(entry.Shape, drawn[entry.Name].Shape));
    }

    [Theory]
    [InlineData("bert-base", 12, 768, 12, 3072)]
    [InlineData("tiny-4x312", 4, 312, 12, 1200)]
    [InlineData("small-6x384", 6, 384, 12, 1536)]
    [InlineData("mini-3x240", 3, 240, 12, 960)]
    [InlineData("mini-2x240", 2, 240, 12, 960)]
    [InlineData("mini-2x128", 2, 128, 4, 512)]
    public void PresetsHaveTheirSizes(string name, int layers, int hidden, int heads, int intermediate)
    {
        var config = BertPresets.Get(name);
        Assert.Equal((layers, hidden, heads, intermediate), (config.Layers, config.HiddenSize, config.Heads, config.IntermediateSize));
        Assert.Empty(config.Validate());
        Assert.Contains(name, BertPresets.Names);
    }

    [Fact]
    public void AnUnknownPresetIsRefusedWithTheList()
    {
        var refusal = Assert.Throws<InvalidInputException>(() => BertPresets.Get("huge"));
        Assert.Equal(InputKind.Configuration, refusal.Kind);
        Assert.Contains("mini-2x128", refusal.Message, StringComparison.Ordinal);
    }
}
