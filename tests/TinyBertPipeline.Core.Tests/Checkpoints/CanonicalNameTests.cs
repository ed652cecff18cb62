using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Core.Tests.Checkpoints;

public sealed class CanonicalNameTests
{
    private static readonly BertConfig _config = new()
    {
        VocabularySize = 7,
        HiddenSize = 4,
        Layers = 2,
        Heads = 2,
        IntermediateSize = 6,
        MaxPositions = 8,
        Labels = ["O", "S"],
    };

    [Theory]
    [InlineData("bert.encoder.layer.0.output.LayerNorm.gamma", "bert.encoder.layer.0.output.LayerNorm.weight")]
    [InlineData("module.bert.embeddings.LayerNorm.beta", "bert.embeddings.LayerNorm.bias")]
    [InlineData("module.module.embeddings.LayerNorm.weight", "bert.embeddings.LayerNorm.weight")]
    [InlineData("encoder.layer.11.attention.self.key.bias", "bert.encoder.layer.11.attention.self.key.bias")]
    [InlineData("pooler.dense.weight", "bert.pooler.dense.weight")]
    [InlineData("module.classifier.weight", "classifier.weight")]
    [InlineData("cls.predictions.transform.LayerNorm.gamma", "cls.predictions.transform.LayerNorm.weight")]
    [InlineData("cls.predictions.decoder.weight", "cls.predictions.decoder.weight")]
    [InlineData("roberta.encoder.layer.0.output.dense.bias", "roberta.encoder.layer.0.output.dense.bias")]
    public void OldNamesBecomePresentOnes(string name, string canonical) => Assert.Equal(canonical, CanonicalName.Of(name));

    [Theory]
    [InlineData("bert.", "")]
    [InlineData("bert.", "module.bert.")]
    [InlineData("LayerNorm.weight", "LayerNorm.gamma")]
    [InlineData("LayerNorm.bias", "LayerNorm.beta")]
    public void WeightsUnderOldNamesAreTheSameWeights(string present, string old)
    {
        using var folder = new TemporaryFolder();
        var weights = TaggerWeights.Create(_config, 1);
        SafetensorsWriter.Write(folder.File("model.safetensors"), Rename(weights, present, old));
        var loaded = TaggerWeights.Load(folder.Path, _config);
        Assert.Equal(weights.Tensors.Keys.Order(StringComparer.Ordinal), loaded.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.All(weights.Tensors.Values, tensor => Assert.Equal(tensor.Values, loaded[tensor.Name].Values));
        Assert.Equal(weights.Tensors.Keys.Count(name => name.Contains(present, StringComparison.Ordinal)), loaded.Report.Converted.Count);
    }

    [Fact]
    public void ExtraBuffersAreIgnoredAndOtherExtrasAreUnexpected()
    {
        using var folder = new TemporaryFolder();
        WeightTensor[] extras = [new("fit_denses.0.weight", [1], [1]), new("fit_dense.bias", [1], [1]),
            new("embeddings.position_ids", [1], [0]), new("bert.encoder.layer.2.x", [1], [1])];
        SafetensorsWriter.Write(folder.File("model.safetensors"), TaggerWeights.Create(_config, 1).Tensors.Values.Concat(extras));
        var report = TaggerWeights.Load(folder.Path, _config).Report;
        Assert.Equal(["embeddings.position_ids", "fit_dense.bias", "fit_denses.0.weight"], report.Ignored.Order(StringComparer.Ordinal));
        Assert.Equal(["bert.encoder.layer.2.x"], report.Unexpected);
        Assert.Contains("unexpected: 1\n  bert.encoder.layer.2.x\n", report.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void TwoNamesForOneTensorAreRefused()
    {
        using var folder = new TemporaryFolder();
        var weights = TaggerWeights.Create(_config, 1);
        SafetensorsWriter.Write(folder.File("model.safetensors"),
            weights.Tensors.Values.Append(weights["classifier.bias"] with { Name = "module.classifier.bias" }));
        var refusal = Assert.Throws<InvalidInputException>(() => TaggerWeights.Load(folder.Path, _config));
        Assert.Contains("'module.classifier.bias' and 'classifier.bias' are both 'classifier.bias'", refusal.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherModelsFileIsRefusedByItsNames()
    {
        using var folder = new TemporaryFolder();
        SafetensorsWriter.Write(folder.File("model.safetensors"),
            Rename(RandomWeights.Create(_config, null, 1), "bert.", "roberta."));
        var refusal = Assert.Throws<InvalidInputException>(() => BertWeights.Load(folder.Path, _config));
        Assert.Contains("no tensor of a BERT encoder", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("'roberta.", refusal.Message, StringComparison.Ordinal);
    }

    // The reference's files of the whole model; each must load as the plain one does.
    [Theory]
    [InlineData("bin/pytorch_model.bin", "pytorch_model.bin", "(none)")]
    [InlineData("bin/legacy.bin", "pytorch_model.bin", "(none)")]
    [InlineData("bin/gamma-beta.bin", "pytorch_model.bin", "LayerNorm")]
    [InlineData("bin/position-ids.bin", "pytorch_model.bin", "(none)")]
    [InlineData("safetensors/gamma-beta.safetensors", "model.safetensors", "LayerNorm")]
    public void EveryFormOfTheReferenceModelGivesTheSameWeights(string file, string name, string converted)
    {
        var plain = ReferenceData.Require("checkpoints", "hf-token-classification");
        var config = BertConfig.Load(plain);
        using var folder = new TemporaryFolder();
        File.Copy(ReferenceData.Require("checkpoints", file), folder.File(name));
        AssertSame(TaggerWeights.Load(plain, config),
            TaggerWeights.Load(folder.Path, config), converted);
    }

    [Theory]
    [InlineData("sharded-safetensors")]
    [InlineData("sharded-bin")]
    public void ShardsOfTheReferenceModelGiveTheSameWeights(string name)
    {
        var plain = ReferenceData.Require("checkpoints", "hf-token-classification");
        var folder = ReferenceData.Require("checkpoints", name);
        AssertSame(TaggerWeights.Load(plain, BertConfig.Load(plain)),
            TaggerWeights.Load(folder, BertConfig.Load(folder)), "(none)");
    }

    private static void AssertSame(BertWeights expected, BertWeights actual, string converted)
    {
        Assert.Equal(expected.Tensors.Keys.Order(StringComparer.Ordinal), actual.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected.Tensors.Values, tensor => Assert.Equal(tensor.Values, actual[tensor.Name].Values));
        Assert.Equal(expected.Tensors.Keys.Count(name => name.Contains(converted, StringComparison.Ordinal)),
            actual.Report.Converted.Count);
        Assert.Empty(actual.Report.Unexpected);
    }

    private static IEnumerable<WeightTensor> Rename(BertWeights weights, string present, string old) =>
        weights.Tensors.Values.Select(tensor => tensor with { Name = tensor.Name.Replace(present, old, StringComparison.Ordinal) });
}
