using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Core.Tests.Checkpoints;

public sealed class BertConfigTests
{
    private static readonly BertConfig _small = new()
    {
        VocabularySize = 11,
        HiddenSize = 8,
        Layers = 1,
        Heads = 2,
        IntermediateSize = 12,
        Labels = ["O", "S-A", "B-A"],
    };

    [Fact]
    public void AConfigReadAndWrittenIsTheSameFile()
    {
        var path = ReferenceCases.Golden();
        using var folder = new TemporaryFolder();
        BertConfig.Load(path).Save(folder.Path, "BertForTokenClassification");
        Assert.Equal(File.ReadAllText(Path.Combine(path, "config.json")), File.ReadAllText(folder.File("config.json")));
    }

    [Theory]
    [InlineData("checkpoints", "hf-token-classification")]
    [InlineData("distill", "teacher")]
    [InlineData("model", "B", "token-classification")]
    public void EveryKeyOfAReferenceConfigIsWrittenBack(params string[] parts)
    {
        var path = ReferenceData.Require(parts);
        using var folder = new TemporaryFolder();
        BertConfig.Load(path).Save(folder.Path, "BertForTokenClassification");
        var (expected, written) = (Read(path), Read(folder.Path));
        Assert.Equal(expected.Select(entry => entry.Key), written.Select(entry => entry.Key));
        Assert.All(expected, entry => Assert.True(JsonNode.DeepEquals(entry.Value, written[entry.Key]), entry.Key));

        static JsonObject Read(string folder) => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "config.json")))!.AsObject();
    }

    [Fact]
    public void ANewConfigHasTheKeysOfTheReference()
    {
        var reference = JsonNode.Parse(File.ReadAllText(ReferenceCases.Golden("config.json")))!.AsObject().Select(entry => entry.Key);
        using var folder = new TemporaryFolder();
        _small.Save(folder.Path, "BertForTokenClassification");
        var written = JsonNode.Parse(File.ReadAllText(folder.File("config.json")))!.AsObject().Select(entry => entry.Key);
        Assert.Equal(reference.Except(["transformers_version"]), written);
    }

    [Fact]
    public void UnknownKeysAndTheOwnSectionAreKept()
    {
        using var folder = new TemporaryFolder();
        folder.Write("config.json", Json("""
            "cell": {}, "emb_size": 8, "structure": [], "torch_dtype": "float16", "layer_norm_eps": 1e-05,
            "tinybert_pipeline": { "decoder": "argmax" }
            """));
        var config = BertConfig.Load(folder.Path);
        config.WithSection(new JsonObject { ["decoder"] = "viterbi" }).Save(folder.Path, "BertModel");
        var written = JsonNode.Parse(File.ReadAllText(folder.File("config.json")))!;
        Assert.Equal("argmax", (string?)config.Section!["decoder"]);
        Assert.Equal("viterbi", (string?)written["tinybert_pipeline"]!["decoder"]);
        Assert.Equal(8, (int)written["emb_size"]!);
        Assert.Equal("1e-05", written["layer_norm_eps"]!.ToJsonString());
        Assert.Equal("float32", (string?)written["dtype"]);
        Assert.Null(written["torch_dtype"]);
    }

    [Fact]
    public void AnOldFolderMayCallItBertConfig()
    {
        using var folder = new TemporaryFolder();
        folder.Write("bert_config.json", Json());
        Assert.Equal((11, 8, 4, 512, "gelu"), Sizes(BertConfig.Load(folder.Path)));
        static (int, int, int, int, string) Sizes(BertConfig config) =>
            (config.VocabularySize, config.HiddenSize, config.HeadSize, config.MaxPositions, config.Activation);
    }

    [Theory]
    [InlineData("\"model_type\": \"roberta\"", "'roberta'")]
    [InlineData("\"architectures\": [\"XLNetModel\"]", "'XLNetModel'")]
    [InlineData("\"is_decoder\": true", "is_decoder")]
    [InlineData("\"hidden_act\": \"swoosh\"", "gelu, gelu_new, gelu_pytorch_tanh, relu")]
    [InlineData("\"hidden_act\": 1", "hidden_act is '1'")]
    [InlineData("\"layer_norm_eps\": 0", "layer_norm_eps is 0")]
    [InlineData("\"layer_norm_eps\": 1e999", "layer_norm_eps")]
    [InlineData("\"hidden_dropout_prob\": 1", "hidden_dropout_prob is 1")]
    [InlineData("\"pad_token_id\": 11", "pad_token_id 11")]
    [InlineData("\"pad_token_id\": 0.0", "pad_token_id is '0.0'")]
    [InlineData("\"max_position_embeddings\": 0", "max_position_embeddings is 0")]
    [InlineData("\"position_embedding_type\": \"relative_key\"", "'relative_key'")]
    [InlineData("\"id2label\": {\"0\": \"O\", \"-1\": \"X\"}", "the id '-1'")]
    [InlineData("\"id2label\": {\"0\": \"O\", \"100000\": \"X\"}", "the id '100000'; expected a whole number from 0 to 99999")]
    [InlineData("\"id2label\": {\"0\": \"O\", \"00\": \"X\"}", "id2label has the id 0 twice")]
    [InlineData("\"id2label\": {\"0\": \"O\", \"1\": \"O\"}", "'O' 2 times")]
    [InlineData("\"id2label\": {\"0\": \"O\", \"1\": 5}", "id2label 1 is not a string")]
    [InlineData("\"id2label\": [\"O\"]", "id2label is not an object")]
    [InlineData("\"label2id\": {\"O\": -1}", "label2id has no id from 0 to 99999 for 'O'")]
    [InlineData("\"label2id\": {\"O\": 1, \"A\": 1}", "label2id has the id 1 for 'O' and for 'A'")]
    [InlineData("\"label2id\": [\"O\"]", "label2id is not an object")]
    [InlineData("\"hidden_act\": \"\\ud800\"", "surrogate")]
    [InlineData("\"a\": 1, \"a\": 2", "JSON")]
    public void FaultsAreNamed(string keys, string reason)
    {
        using var folder = new TemporaryFolder();
        folder.Write("config.json", Json(keys));
        var refusal = Assert.Throws<InvalidInputException>(() => BertConfig.Load(folder.Path));
        Assert.Equal((InputKind.Model, folder.File("config.json")), (refusal.Kind, refusal.File));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"id2label\": {\"0\": \"O\", \"1\": \"A\"}, \"label2id\": {\"A\": 1, \"O\": 0}", "O A", null)]
    [InlineData("\"label2id\": {\"A\": 1, \"O\": 0}", "O A", null)]
    [InlineData("\"id2label\": {\"0\": \"O\", \"1\": \"A\"}, \"label2id\": {\"LABEL_0\": 0, \"LABEL_1\": 1}", "O A",
        "label2id disagrees with id2label: 0 is 'O', and label2id does not have it; id2label is taken")]
    [InlineData("\"id2label\": {\"0\": \"O\", \"1\": \"A\"}, \"label2id\": {\"O\": 1, \"A\": 0}", "O A",
        "label2id disagrees with id2label: 0 is 'O', and label2id gives it '1'; id2label is taken")]
    [InlineData("\"id2label\": {\"0\": \"O\", \"1\": \"A\"}, \"label2id\": {\"O\": \"0\", \"A\": \"1\"}", "O A", "label2id holds ids as text")]
    [InlineData("\"label2id\": {\"O\": \"0\", \"A\": \"1\"}", "O A", "label2id holds ids as text")]
    [InlineData("\"id2label\": {\"0\": \"O\"}, \"label2id\": {\"O\": 0, \"A\": 1}", "O",
        "label2id has the label 'A', which id2label has not; id2label is taken")]
    [InlineData("\"id2label\": {\"0\": \"O\"}, \"label2id\": [\"O\"]", "O", "label2id is not an object; id2label is taken")]
    [InlineData("\"id2label\": {\"1\": \"O\", \"3\": \"A\"}", "|O||A",
        "id2label has no label for 0, 2: rows of the classifier that are never predicted")]
    [InlineData("\"label2id\": {\"O\": 0, \"A\": 2}", "O||A", "label2id has no label for 1: rows of the classifier that are never predicted")]
    public void TheIdsOfLabelsDecideAndWhatDisagreesIsAWarning(string keys, string labels, string? warning)
    {
        using var folder = new TemporaryFolder();
        folder.Write("config.json", Json(keys));
        var config = BertConfig.Load(folder.Path);
        Assert.Equal(labels.Split(labels.Contains('|', StringComparison.Ordinal) ? '|' : ' '), config.Labels);
        Assert.Equal(warning is null ? [] : [warning], config.Warnings);
        config.Save(folder.Path, "BertForTokenClassification");
        Assert.Equal(config.Labels, BertConfig.Load(folder.Path).Labels);
        Assert.DoesNotContain("disagrees", string.Join(' ', BertConfig.Load(folder.Path).Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void AllFaultsAreListedAtOnce()
    {
        using var folder = new TemporaryFolder();
        folder.Write("config.json", """{ "vocab_size": "many", "hidden_size": 8.5, "num_hidden_layers": 4294967296, "num_attention_heads": null }""");
        var refusal = Assert.Throws<InvalidInputException>(() => BertConfig.Load(folder.Path));
        foreach (var key in (string[])["vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads",
            "intermediate_size is missing"])
            Assert.Contains(key, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BrokenJsonIsPlacedByLineAndColumn()
    {
        using var folder = new TemporaryFolder();
        folder.Write("config.json", "{\n  \"vocab_size\": 11,,\n}");
        var refusal = Assert.Throws<InvalidInputException>(() => BertConfig.Load(folder.Path));
        Assert.Equal(2, refusal.Line);
        Assert.Contains("column 20", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DefaultLabelsAreRecognised()
    {
        Assert.True((_small with { Labels = ["LABEL_0", "LABEL_1"] }).HasDefaultLabels);
        Assert.False((_small with { Labels = ["O", "LABEL_1"] }).HasDefaultLabels);
        Assert.False((_small with { Labels = [] }).HasDefaultLabels);
    }

    [Fact]
    public void AnInvalidConfigIsNotWritten()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<ArgumentException>(() => (_small with { Heads = 3 }).Save(folder.Path, "BertModel"));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static string Json(string more = "\"hidden_act\": \"gelu\"") => $$"""
        { "vocab_size": 11, "hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 12, {{more}} }
        """;
}
