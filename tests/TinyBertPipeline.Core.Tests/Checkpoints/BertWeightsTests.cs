using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Tests.Checkpoints;

public sealed class BertWeightsTests
{
    public static TheoryData<string> BrokenFolders => [.. ReferenceCases.Broken("folders/")];

    [Theory, MemberData(nameof(BrokenFolders))]
    public void BrokenFoldersAreAnsweredAsTheManifestSays(string name)
    {
        var (folder, entry) = ReferenceCases.Broken("", name);
        var reader = entry.GetProperty("reader").GetString()!;
        if (name.EndsWith("/labels-default-names/", StringComparison.Ordinal))
        {
            Assert.True(BertConfig.Load(folder).HasDefaultLabels);
        }
        else if (name.EndsWith("/labels-hole/", StringComparison.Ordinal) || name.EndsWith("/labels-contradict/", StringComparison.Ordinal))
        {
            // The manifest is older than the rule that id2label decides.
            Assert.NotEmpty(BertConfig.Load(folder).Warnings);
            Assert.Empty(Load(folder).Report.Unexpected);
        }
        else if (reader == "must read")
        {
            Assert.Empty(Load(folder).Report.Unexpected);
        }
        else if (reader.StartsWith("must warn", StringComparison.Ordinal))
        {
            Assert.NotEmpty(Load(folder).Report.Unexpected);
        }
        else
        {
            var allocated = AllocationLimit.Measure(() =>
            {
                var refusal = Assert.Throws<InvalidInputException>(() => Load(folder));
                Assert.Equal(InputKind.Model, refusal.Kind);
                Assert.StartsWith(folder, refusal.File, StringComparison.Ordinal);
            });
            AllocationLimit.AssertKept(allocated, new DirectoryInfo(folder).GetFiles().Sum(file => file.Length));
        }
    }

    [Theory]
    [InlineData("no-hidden-size", "hidden_size is missing")]
    [InlineData("layers-too-many", "bert.encoder.layer.1.attention.self.query.weight")]
    [InlineData("layers-huge", "1000000000")]
    [InlineData("vocab-size-differs", "[11,8]", "[12,8]")]
    [InlineData("intermediate-differs", "[12,8]", "[16,8]")]
    [InlineData("weights-transposed", "[8,12]", "[12,8]")]
    [InlineData("weights-nan", "tensor '", "NaN")]
    [InlineData("weights-infinite", "tensor '", "Infinity")]
    [InlineData("weights-missing-tensor", "'bert.encoder.layer.0.attention.self.key.weight'")]
    [InlineData("weights-integer", "'classifier.bias'", "I64")]
    [InlineData("weights-classifier-rows", "[4,8]", "[3,8]")]
    [InlineData("weights-no-file", "model.safetensors")]
    [InlineData("config-not-json", "column")]
    [InlineData("index-outside-folder", "plain name", "'../")]
    [InlineData("index-missing-shard", "which is not there", ".safetensors'")]
    [InlineData("index-absolute", "'/etc/hostname'")]
    [InlineData("index-tensor-not-in-shard", "where it is not", "'part.safetensors'")]
    public void RefusalsSayWhatIsWrong(string name, params string[] words)
    {
        var refusal = Assert.Throws<InvalidInputException>(() => Load(ReferenceCases.Invalid("folders", name)));
        foreach (var word in words) Assert.Contains(word, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASafetensorsFolderIsReadWithItsHash()
    {
        var folder = ReferenceData.Require("checkpoints", "hf-token-classification");
        var weights = Load(folder);
        using var file = SafetensorsFile.Open(Path.Combine(folder, "model.safetensors"));
        Assert.Equal(file.Entries.Keys.Order(StringComparer.Ordinal), weights.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(file.ReadFloats("classifier.weight"), weights["classifier.weight"].Values);
        Assert.Equal(FileHash.Sha256(Path.Combine(folder, "model.safetensors")), weights.Sha256);
        Assert.Equal(weights.Sha256, BertWeights.HashFolder(folder));
        Assert.Equal(["bert.pooler.dense.weight", "bert.pooler.dense.bias"], weights.Report.Missing);
        Assert.Empty(weights.Report.Converted);
    }

    [Fact]
    public void AnEncoderWithoutPrefixAndWithHalfPrecisionIsRead()
    {
        var folder = ReferenceData.RequireInput("models", "all-minilm-l6-v2");
        var config = BertConfig.Load(folder);
        var weights = BertWeights.Load(folder, config);
        Assert.Equal(BertTensors.Of(config).Select(slot => slot.Name).Order(StringComparer.Ordinal),
            weights.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(weights.Tensors.Count, weights.Report.Converted.Count);
        Assert.Contains("embeddings.LayerNorm.bias -> bert.embeddings.LayerNorm.bias (F16 -> F32)", weights.Report.ToText(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingClassifierIsAnErrorOnlyWhenItIsAskedFor()
    {
        var folder = ReferenceData.Require("model", "A", "encoder");
        var config = BertConfig.Load(folder) with { Labels = ["O", "S"] };
        Assert.Equal(new long[] { config.HiddenSize, config.HiddenSize },
            BertWeights.Load(folder, config)["bert.pooler.dense.weight"].Shape);
        var refusal = Assert.Throws<InvalidInputException>(() => TaggerWeights.Load(folder, config));
        Assert.Contains("'classifier.weight', 'classifier.bias'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingDecoderIsTiedToTheWordEmbeddings()
    {
        var folder = ReferenceData.Require("model", "A", "pretraining");
        var config = BertConfig.Load(folder);
        var weights = BertWeights.Load(folder, config, BertTensors.PreTraining(config));
        Assert.Same(weights[BertTensors.WordEmbeddings].Values, weights["cls.predictions.decoder.weight"].Values);
        Assert.Same(weights["cls.predictions.bias"].Values, weights["cls.predictions.decoder.bias"].Values);
        Assert.Equal(new long[] { 2, config.HiddenSize }, weights["cls.seq_relationship.weight"].Shape);
    }

    [Fact]
    public void WeightsOfAnotherHeadAreReportedAsUnexpected()
    {
        var folder = ReferenceData.Require("model", "A", "pretraining");
        var weights = BertWeights.Load(folder, BertConfig.Load(folder));
        Assert.All(weights.Report.Unexpected, name => Assert.StartsWith("cls.", name, StringComparison.Ordinal));
        Assert.NotEmpty(weights.Report.Unexpected);
    }

    private static BertWeights Load(string folder) => TaggerWeights.Load(folder, BertConfig.Load(folder));
}
