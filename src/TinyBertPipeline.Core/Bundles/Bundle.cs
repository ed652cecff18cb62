using System.Text.Json;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Tokenization;
using static TinyBertPipeline.Core.Checkpoints.UntrustedText;

namespace TinyBertPipeline.Core.Bundles;

/// <summary>
/// A folder with a BERT tagger: config, labels, tokenizer, weights and what was derived from them. Any Hugging Face folder of a BERT token
/// classifier is one; <c>run.json</c> may be absent.
/// </summary>
public sealed class Bundle
{
    private readonly Lazy<string> _weightsSha256;
    private readonly Action<string>? _warn;

    private Bundle(string folder, BertConfig config, LabelSet labels, BertTokenizer tokenizer, Action<string>? warn)
    {
        (Folder, Config, Labels, Tokenizer, _warn) = (folder, config, labels, tokenizer, warn);
        _weightsSha256 = new(() => BertWeights.HashFolder(folder));
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The model's sizes and labels.</summary>
    public BertConfig Config { get; }

    /// <summary>The labels in the order of the logits.</summary>
    public LabelSet Labels { get; }

    /// <summary>The tokenizer, casing included.</summary>
    public BertTokenizer Tokenizer { get; }

    /// <summary>SHA-256 of the weights file (see <see cref="BertWeights.Sha256"/>), computed when it is first asked for.</summary>
    /// <exception cref="InvalidInputException">The folder has no weights.</exception>
    public string WeightsSha256 => _weightsSha256.Value;

    /// <summary>Where the exported ONNX model is or goes.</summary>
    public string OnnxPath => Path.Combine(Folder, "model.onnx");

    /// <summary>Where the quantized ONNX model is or goes.</summary>
    public string QuantizedOnnxPath => Path.Combine(Folder, "model_quantized.onnx");

    /// <summary>Where the OpenVINO IR is or goes; its weights are in the <c>.bin</c> beside it.</summary>
    public string IrPath => Path.Combine(Folder, "openvino_model.xml");

    /// <summary>Where the quantized OpenVINO IR is or goes: under its default name, in a folder that is a bundle of its own.</summary>
    public string QuantizedIrPath => Path.Combine(Folder, "int8", "openvino_model.xml");

    /// <summary>Where the calibrated ranges behind both quantized models are or go.</summary>
    public string QuantizationPath => Path.Combine(Folder, "quantization.json");

    /// <summary>How the bundle was made, or null: then it was made elsewhere, or its run did not end.</summary>
    /// <exception cref="InvalidInputException">There is a <c>run.json</c> and it is broken.</exception>
    public RunRecord? ReadRun() => RunRecord.TryRead(Folder);

    /// <summary>Opens a folder; the weights are read later.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="labels">Labels in the order of the logits, for a folder whose config has none; null takes those of the config.</param>
    /// <param name="warn">
    /// Is told what a user should know although the folder can be used: now of pieces that stand twice in the vocabulary, later of tensors
    /// that <see cref="LoadWeights"/> leaves out.
    /// </param>
    /// <exception cref="InvalidInputException">
    /// Config or tokenizer are absent or broken, the labels were never saved or are those of no tagger, or the tokenizer has more pieces
    /// than the model.
    /// </exception>
    public static Bundle Open(string folder, IReadOnlyList<string>? labels = null, Action<string>? warn = null)
    {
        if (!Directory.Exists(folder)) throw new InvalidInputException(InputKind.Model, folder, "there is no such folder");
        var config = BertConfig.Load(folder);
        if (labels is not null) config = WithLabels(folder, config, labels);
        if (config.Labels.Count == 0 || config.HasDefaultLabels)
        {
            var found = config.Labels.Count == 0 ? "no labels (id2label)"
                : $"only the default names LABEL_0 … LABEL_{config.Labels.Count - 1} in id2label";
            throw new InvalidInputException(InputKind.Model, folder,
                $"the config has {found}: the labels were never saved; they are needed in the order of the classifier's rows")
            {
                Remedy = new Remedy(RemedyKind.GiveLabels, folder),
            };
        }
        var tokenizer = BertTokenizer.Load(folder);
        if (tokenizer.Vocabulary.Count > config.VocabularySize)
        {
            throw new InvalidInputException(InputKind.Model, folder,
                $"the tokenizer has {tokenizer.Vocabulary.Count} pieces, but vocab_size in the config is {config.VocabularySize}");
        }
        foreach (var warning in tokenizer.Vocabulary.Warnings) warn?.Invoke($"{folder}: {warning}");
        return new Bundle(folder, config, ReadLabels(folder, config), tokenizer, warn);
    }

    /// <summary>Reads the weights with the classifier, checked against the config.</summary>
    /// <exception cref="InvalidInputException">The weights are absent or broken.</exception>
    public BertWeights LoadWeights()
    {
        var weights = BertWeights.Load(Folder, Config, BertHead.TokenClassification);
        if (weights.Report.Warning is { } warning) _warn?.Invoke($"{Folder}: {warning}");
        return weights;
    }

    private static BertConfig WithLabels(string folder, BertConfig config, IReadOnlyList<string> labels) =>
        config.Labels.Count == 0 || config.Labels.Count == labels.Count
            ? config with { Labels = labels }
            : throw new InvalidInputException(InputKind.Model, folder,
                $"{labels.Count} labels were given, but id2label in the config has {config.Labels.Count}");

    private static LabelSet ReadLabels(string folder, BertConfig config)
    {
        try
        {
            return LabelSet.FromLabels(config.Labels, ReadScheme(config));
        }
        catch (InvalidInputException e) when (e.File is null)
        {
            throw new InvalidInputException(InputKind.Model, folder, $"the labels of the config cannot be used: {e.Message}", inner: e);
        }
    }

    private static TagScheme? ReadScheme(BertConfig config)
    {
        if (config.Section?["scheme"] is not { } node) return null;
        var name = node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString();
        foreach (var scheme in Enum.GetValues<TagScheme>())
        {
            if (string.Equals(name, scheme.ToString(), StringComparison.OrdinalIgnoreCase)) return scheme;
        }
        throw new InvalidInputException(InputKind.Model, null,
            $"{BertConfig.SectionKey}.scheme is {Quote(name)}; known are {string.Join(", ", Enum.GetNames<TagScheme>())}");
    }
}
