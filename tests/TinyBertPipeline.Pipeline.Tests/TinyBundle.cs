using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.Known;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Pipeline.Tests;

/// <summary>A tagger of two layers with random weights, large enough that its labels differ from word to word.</summary>
internal static class TinyBundle
{
    private static readonly string[] _words = ["Anna", "lives", "in", "Oslo", ".", "Acme", "hired", "Bo", "小", "米", "粥"];

    public const string LabelledText = "Anna B-PER\nBo E-PER\nlives O\nin O\nOslo S-LOC\n. O\n\nAcme S-ORG\nhired O\nBo S-PER\n\n小 B-ORG\n米 E-ORG\n";

    /// <summary>A labelled file as the bundle sees it.</summary>
    public static ITaskData Data(Bundle bundle, string path) => bundle.Model.Data(bundle.Task.Read(path, new DataOptions()));

    /// <param name="folder">Where it is written.</param>
    /// <param name="head">What stands on the encoder; null for a linear map that the config says nothing of.</param>
    public static Bundle Create(TemporaryFolder folder, string? head = null)
    {
        var path = folder.File("bundle");
        Directory.CreateDirectory(path);
        var vocabulary = new Vocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. _words.Select(word => word.ToLowerInvariant())]);
        new BertTokenizer(vocabulary, new TokenizerOptions()).Save(path);
        var config = new BertConfig
        {
            VocabularySize = vocabulary.Count,
            HiddenSize = 24,
            Layers = 2,
            Heads = 4,
            IntermediateSize = 40,
            MaxPositions = 32,
            InitializerRange = 0.5,
            Labels = ["O", "B-PER", "I-PER", "E-PER", "S-PER", "B-ORG", "I-ORG", "E-ORG", "S-ORG", "B-LOC", "I-LOC", "E-LOC", "S-LOC"],
        };
        if (head is not null) config = config.WithSection(new() { ["head"] = head, ["lstmUnits"] = 7, ["denseUnits"] = 5 });
        var task = TaskList.Default;
        config.Save(path, task.Architecture);
        SafetensorsWriter.Write(Path.Combine(path, "model.safetensors"), RandomWeights.Create(config, task.Head(config), seed: 5).Tensors.Values);
        return Bundle.Open(path);
    }
}
