using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Checkpoints;

/// <summary>
/// The sizes and constants of a BERT model: <c>config.json</c> of a Hugging Face folder. Keys that this project does not know are kept and
/// written back.
/// </summary>
public sealed record BertConfig
{
    /// <summary>The file's name in a folder.</summary>
    public const string FileName = "config.json";

    /// <summary>Name of the key with this project's own settings (scheme, decoder, window …).</summary>
    public const string SectionKey = "tinybert_pipeline";

    private static readonly string[] _fileNames = [FileName, "bert_config.json"];

    /// <summary>V: number of word pieces (<c>vocab_size</c>).</summary>
    public required int VocabularySize { get; init; }

    /// <summary>H: width of the hidden states (<c>hidden_size</c>).</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Number of encoder layers (<c>num_hidden_layers</c>).</summary>
    public required int Layers { get; init; }

    /// <summary>A: number of attention heads (<c>num_attention_heads</c>); divides <see cref="HiddenSize"/>.</summary>
    public required int Heads { get; init; }

    /// <summary>I: width of the feed-forward layer (<c>intermediate_size</c>).</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Longest sequence (<c>max_position_embeddings</c>).</summary>
    public int MaxPositions { get; init; } = 512;

    /// <summary>Number of segments (<c>type_vocab_size</c>).</summary>
    public int TypeVocabularySize { get; init; } = 2;

    /// <summary>Activation of the feed-forward layer (<c>hidden_act</c>), one of <see cref="Activations"/>.</summary>
    public string Activation { get; init; } = "gelu";

    /// <summary>Added to the variance in LayerNorm (<c>layer_norm_eps</c>).</summary>
    public double LayerNormEpsilon { get; init; } = 1e-12;

    /// <summary>Dropout of hidden states in training (<c>hidden_dropout_prob</c>).</summary>
    public double HiddenDropout { get; init; } = 0.1;

    /// <summary>Dropout of attention probabilities in training (<c>attention_probs_dropout_prob</c>).</summary>
    public double AttentionDropout { get; init; } = 0.1;

    /// <summary>Dropout before the classifier in training (<c>classifier_dropout</c>); null means <see cref="HiddenDropout"/>.</summary>
    public double? ClassifierDropout { get; init; }

    /// <summary>Standard deviation of new weights (<c>initializer_range</c>).</summary>
    public double InitializerRange { get; init; } = 0.02;

    /// <summary>Id of the padding piece (<c>pad_token_id</c>).</summary>
    public int PadId { get; init; }

    /// <summary>
    /// The classifier's labels by id (<c>id2label</c>); empty when the config has none. A row without a name is an empty text.
    /// </summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Whether <see cref="Labels"/> are only the names LABEL_0, LABEL_1 …: the labels were never saved.</summary>
    public bool HasDefaultLabels => Labels.Count > 0 && Labels.Select((label, id) => label == $"LABEL_{id}").All(isDefault => isDefault);

    /// <summary>The class of transformers that computes the model, the first of <c>architectures</c>; null where none is named.</summary>
    public string? Architecture { get; init; }

    /// <summary>What a user of the labels should know, although they can be read.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The config's other keys, <see cref="SectionKey"/> among them.</summary>
    public JsonObject UnknownKeys { get; init; } = [];

    /// <summary>This project's own settings, or null.</summary>
    public JsonObject? Section => UnknownKeys[SectionKey] as JsonObject;

    /// <summary>The same config with this project's own settings set to <paramref name="section"/>.</summary>
    public BertConfig WithSection(JsonObject section)
    {
        var keys = UnknownKeys.DeepClone().AsObject();
        keys[SectionKey] = section.DeepClone();
        return this with { UnknownKeys = keys };
    }

    /// <summary>Width of one attention head.</summary>
    public int HeadSize => HiddenSize / Heads;

    /// <summary>
    /// The activations that can be computed: <c>gelu</c> is the exact form with erf, the two others of its name use tanh.
    /// </summary>
    public static IReadOnlyList<string> Activations { get; } = ["gelu", "gelu_new", "gelu_pytorch_tanh", "relu"];

    /// <summary>The config file of a folder, or null.</summary>
    public static string? Find(string folder) => _fileNames.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Reads <c>config.json</c> (else <c>bert_config.json</c>) of a folder.</summary>
    /// <exception cref="InvalidInputException">
    /// The file is absent, broken, or no config of a BERT encoder (all faults are listed); or the folder's files are half replaced.
    /// </exception>
    public static BertConfig Load(string folder)
    {
        FolderUpdate.Complete(folder);
        var path = Find(folder)
            ?? throw new InvalidInputException(InputKind.Model, folder, $"no model config; looked for {string.Join(" and ", _fileNames)}");
        return new BertConfigReader(path).Read();
    }

    /// <summary>Writes <c>config.json</c> as transformers does: keys sorted, numbers as Python prints them.</summary>
    /// <param name="folder">The folder, created when it is absent.</param>
    /// <param name="architecture">The class that transformers loads, as a task names it.</param>
    /// <exception cref="ArgumentException">The config is not valid.</exception>
    public void Save(string folder, string architecture)
    {
        ThrowIfInvalid();
        AtomicFile.WriteText(Path.Combine(folder, FileName), BertConfigWriter.ToJson(this, architecture));
    }

    /// <summary>What is wrong with the config, in words; empty when it is valid.</summary>
    public IReadOnlyList<string> Validate() => [.. BertConfigRules.Faults(this)];

    /// <summary>Refuses a config that <see cref="Validate"/> finds fault with.</summary>
    /// <exception cref="ArgumentException">The config is not valid; all faults are listed.</exception>
    public void ThrowIfInvalid()
    {
        if (Validate() is { Count: > 0 } faults) throw new ArgumentException($"not a valid BERT config: {string.Join("; ", faults)}");
    }
}
