using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Checkpoints.Storage;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Tasks.TokenClassification;
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
    private readonly BertConfig _config;
    private readonly string _data;

    // The reference's own labels: all that a training changes then is the weights.
    public TransformersCompatibilityTests()
    {
        _config = BertConfig.Load(_reference);
        var types = LabelSet.FromLabels(_config.Labels).Types;
        Assert.SkipUnless(
            LabelSet.FromTypes(types).Labels.SequenceEqual(_config.Labels), "the reference's labels are not those that a training on them gives");
        var sentences = types.Select(type => $"one B-{type}\nmore E-{type}\nwas O\nhere O\n\none S-{type}\nwas O\n\n");
        _data = _folder.Write("data", string.Concat(sentences));
    }

    [Fact]
    public void AFineTunedBundleDiffersFromTheFolderItStartedFromInItsWeightsOnly()
    {
        var bundle = FineTune();
        AssertSameConfig(bundle);
        AssertSameTokenizer(bundle);
        using var expected = SafetensorsFile.Open(Path.Combine(_reference, "model.safetensors"));
        AssertSameTensors(expected.Entries.Values.Select(Describe), bundle);
    }

    [Fact]
    public void ADistilledBundleDiffersInItsSizesAndWeightsOnly()
    {
        var student = _folder.File("student");
        var size = new ModelSize(_config.Layers - 1, _config.HiddenSize / 2, 1, _config.IntermediateSize / 2);
        DistillationRun.Run(
            new DistillationOptions
            {
                Teacher = _reference,
                Train = _data,
                Dev = _data,
                Size = FormattableString.Invariant($"{size.Layers},{size.HiddenSize},{size.Heads},{size.IntermediateSize}"),
                Pieces = 400,
                Out = student,
            },
            new TrainingContext());
        AssertSameConfig(student, "num_hidden_layers", "hidden_size", "num_attention_heads", "intermediate_size");
        AssertSameTokenizer(student);
        var config = size.Resize(_config);
        var slots = BertTensors.Of(config, new TokenClassificationTask().Head(config)).Where(slot => !slot.IsOptional);
        AssertSameTensors(slots.Select(slot => Describe(slot.Name, ElementType.F32, slot.Shape)), student);
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
        FineTuningRun.Run(new FineTuningOptions { Model = _reference, Train = _data, Dev = _data, Out = bundle, Epochs = 1 },
            new TrainingContext());
        return bundle;
    }

    private void AssertSameConfig(string bundle, params string[] changed)
    {
        var (expected, written) = (ReadConfig(_reference), ReadConfig(bundle));
        Assert.True(written.Remove(BertConfig.SectionKey));
        Assert.Equal(expected.Select(key => key.Key), written.Select(key => key.Key));
        Assert.All(expected, key => Assert.Equal(!changed.Contains(key.Key), JsonNode.DeepEquals(key.Value, written[key.Key])));
    }

    private void AssertSameTokenizer(string bundle)
    {
        static string Read(string folder, string name) => File.ReadAllText(Path.Combine(folder, name)).TrimEnd('\n');
        Assert.All(_tokenizerFiles, name => Assert.Equal(Read(_reference, name), Read(bundle, name)));
    }

    private static void AssertSameTensors(IEnumerable<string> expected, string bundle)
    {
        using var written = SafetensorsFile.Open(Path.Combine(bundle, "model.safetensors"));
        Assert.Equal(expected.Order(), written.Entries.Values.Select(Describe).Order());
    }

    private static string Describe(TensorEntry entry) => Describe(entry.Name, entry.Type, entry.Shape);

    private static string Describe(string name, ElementType type, long[] shape) => $"{name} {type} [{string.Join(',', shape)}]";

    private static JsonObject ReadConfig(string folder) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "config.json")))!.AsObject();
}
