using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Core.Tests.Checkpoints;

public sealed class ShardedCheckpointTests
{
    private static readonly BertConfig _config = new()
    {
        VocabularySize = 7,
        HiddenSize = 4,
        Layers = 1,
        Heads = 2,
        IntermediateSize = 6,
        MaxPositions = 8,
        Labels = ["O", "S"],
    };

    [Theory]
    [InlineData("sharded-safetensors/model.safetensors.index.json")]
    [InlineData("sharded-bin/pytorch_model.bin.index.json")]
    public void TensorsEqualTheReference(string name)
    {
        var path = ReferenceData.Require("checkpoints", name);
        using var file = ShardedCheckpoint.Open(path);
        TensorExpectation.AssertEqual(ReferenceCases.Checkpoint(name).Entry.GetProperty("tensors"), file);
        Assert.Equal(Directory.GetFiles(Path.GetDirectoryName(path)!).Count(file => !file.EndsWith(".json", StringComparison.Ordinal)),
            file.WeightFiles.Count);
    }

    [Fact]
    public void ShardsLoadAsTheWholeAndTheirHashIsThatOfTheirHashes()
    {
        using var folder = new TemporaryFolder();
        var weights = TaggerWeights.Create(_config, 1);
        var parts = weights.Tensors.Values.Chunk(8).Select((tensors, i) => (Name: $"part-{i}.safetensors", tensors)).ToArray();
        foreach (var (name, tensors) in parts) SafetensorsWriter.Write(folder.File(name), tensors);
        folder.Write("model.safetensors.index.json",
            Index(parts.SelectMany(part => part.tensors.Select(tensor => (tensor.Name, part.Name)))));
        var loaded = TaggerWeights.Load(folder.Path, _config);
        Assert.Equal(weights.Tensors.Values.SelectMany(tensor => tensor.Values), loaded.Tensors.Values.SelectMany(tensor => tensor.Values));
        var hashes = parts.SelectMany(part => Convert.FromHexString(Core.Files.FileHash.Sha256(folder.File(part.Name)))).ToArray();
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(hashes)), loaded.Sha256);
    }

    [Theory]
    [InlineData("../part.safetensors", "'../part.safetensors'", "plain name")]
    [InlineData("/part.safetensors", "plain name")]
    [InlineData("C:part.safetensors", "plain name")]
    [InlineData("a\\\\part.safetensors", "plain name")]
    [InlineData("..", "plain name")]
    [InlineData("", "plain name")]
    [InlineData("other.safetensors", "'other.safetensors'", "not there")]
    [InlineData("part.safetensors", "'x'", "where it is not")]
    public void WrongShardsAreNamed(string shard, params string[] words)
    {
        using var folder = new TemporaryFolder();
        SafetensorsWriter.Write(folder.File("part.safetensors"), [new WeightTensor("y", [1], [1])]);
        var index = folder.Write("model.safetensors.index.json", $$"""{ "weight_map": { "x": "{{shard}}" } }""");
        var refusal = Assert.Throws<InvalidInputException>(() => ShardedCheckpoint.Open(index));
        Assert.Equal((InputKind.Model, index), (refusal.Kind, refusal.File));
        foreach (var word in words) Assert.Contains(word, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "weight_map": [] }""")]
    [InlineData("""{ "weight_map": {} }""")]
    [InlineData("""{ "weight_map": { "x": 1 } }""")]
    [InlineData("""{ "weight_map": { "x": "a", "x": "b" } }""")]
    [InlineData("")]
    public void ABrokenIndexIsRefused(string json)
    {
        using var folder = new TemporaryFolder();
        var index = folder.Write("pytorch_model.bin.index.json", json);
        Assert.Equal(index, Assert.Throws<InvalidInputException>(() => ShardedCheckpoint.Open(index)).File);
    }

    private static string Index(IEnumerable<(string Tensor, string File)> map) =>
        $$"""{ "metadata": { "total_size": 1 }, "weight_map": { {{string.Join(", ", map.Select(entry => $"\"{entry.Tensor}\": \"{entry.File}\""))}} } }""";
}
