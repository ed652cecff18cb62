using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Training.Tests;

/// <summary>What trainings write, key by key and file by file beside a folder that transformers wrote.</summary>
public sealed class TransformersCompatibilityTests : IDisposable
{
    private static readonly string[] _tokenizerFiles = ["vocab.txt", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"];

    private readonly TemporaryFolder _folder = new();
    private readonly string _reference = ReferenceData.Require("checkpoints", "hf-token-classification");
    private readonly string _data;

    // The reference's own labels: all that a training changes then is the weights.
    public TransformersCompatibilityTests() => _data = _folder.Write("data", "john B-PER\nsmith E-PER\nwas O\nin O\n\nsmith S-PER\nwas O\n\n");

    [Fact]
    public void AFineTunedBundleDiffersFromTheFolderItStartedFromInItsWeightsOnly()
    {
        var bundle = FineTune();
        AssertSameConfig(bundle);
        AssertSameTokenizer(bundle);
        using var expected = SafetensorsFile.Open(Path.Combine(_reference, "model.safetensors"));
        AssertSameTensors(expected.Entries.Values, bundle);
    }

    [Fact]
    public void ADistilledBundleDiffersInItsSizesAndWeightsOnly()
    {
        var student = _folder.File("student");
        DistillationRun.Run(
            new DistillationOptions { Teacher = _reference, Train = _data, Dev = _data, Size = "2,16,4,32", Pieces = 400, Out = student },
            new TrainingContext());
        AssertSameConfig(student, "num_hidden_layers", "hidden_size", "intermediate_size");
        AssertSameTokenizer(student);
        using var expected = SafetensorsFile.Open(Path.Combine(_reference, "model.safetensors"));
        AssertSameTensors(
            expected.Entries.Values.Where(entry => !entry.Name.StartsWith("bert.encoder.layer.2.", StringComparison.Ordinal))
                .Select(entry => entry with { Shape = [.. entry.Shape.Select(size => size is 32 or 64 ? size / 2 : size)] })
                .Select(entry => entry.Name.Contains("position_embeddings", StringComparison.Ordinal) ? entry with { Shape = [64, 16] } : entry),
            student);
    }

    [Fact]
    public void TheWeightsFileSaysThatItIsPyTorchs()
    {
        using var file = SafetensorsFile.Open(Path.Combine(FineTune(), "model.safetensors"));
        Assert.Equal("pt", file.Metadata["format"]);      // transformers refuses a file without it
    }

    public void Dispose() => _folder.Dispose();

    private string FineTune()
    {
        var bundle = _folder.File("bundle");
        FineTuningRun.Run(new FineTuningOptions { Model = _reference, Train = _data, Dev = _data, Out = bundle, Epochs = 1 }, new TrainingContext());
        return bundle;
    }

    private void AssertSameConfig(string bundle, params string[] changed)
    {
        var (expected, written) = (ReadConfig(_reference), ReadConfig(bundle));
        Assert.True(written.Remove(BertConfig.SectionKey));
        Assert.Equal(expected.Select(key => key.Key), written.Select(key => key.Key));
        Assert.All(expected, key => Assert.Equal(!changed.Contains(key.Key), JsonNode.DeepEquals(key.Value, written[key.Key])));
    }

    private void AssertSameTokenizer(string bundle) => Assert.All(_tokenizerFiles, name =>
        Assert.Equal(File.ReadAllText(Path.Combine(_reference, name)).TrimEnd('\n'), File.ReadAllText(Path.Combine(bundle, name)).TrimEnd('\n')));

    private static void AssertSameTensors(IEnumerable<TensorEntry> expected, string bundle)
    {
        using var written = SafetensorsFile.Open(Path.Combine(bundle, "model.safetensors"));
        Assert.Equal(expected.Select(Describe).Order(), written.Entries.Values.Select(Describe).Order());
    }

    private static string Describe(TensorEntry entry) => $"{entry.Name} {entry.Type} [{string.Join(',', entry.Shape)}]";

    private static JsonObject ReadConfig(string folder) => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "config.json")))!.AsObject();
}
