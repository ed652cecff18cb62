using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tasks.TokenClassification;

/// <summary>Named entities: a label for each word, read at its first piece; entities are scored as seqeval does.</summary>
public sealed class TokenClassificationTask : ITask
{
    /// <summary>The task's name.</summary>
    public const string TaskName = "token-classification";

    /// <inheritdoc/>
    public string Name => TaskName;

    /// <inheritdoc/>
    public string Architecture => "BertForTokenClassification";

    /// <inheritdoc/>
    public ModelUse Use { get; } = new("token-classification",
        """
        using var recognizer = TinyBertPipeline.Inference.EntityRecognizer.Open("FOLDER");      // reads FOLDER/model.onnx, which an export makes
        foreach (var entity in recognizer.Recognize("Anna Kowalska moved from Oslo."))
            Console.WriteLine($"{entity.Type} {entity.Text} {entity.Start}..{entity.End}");
        """,
        """
        from transformers import pipeline
        tagger = pipeline("token-classification", model="FOLDER", aggregation_strategy="simple")
        print(tagger("Anna Kowalska moved from Oslo."))
        """);

    /// <inheritdoc/>
    public TaskOutput Output(BertConfig config) => new("logits", OutputRows.Position, config.Labels.Count);

    /// <inheritdoc/>
    public IEnumerable<TensorSlot> Head(BertConfig config) => config.Labels.Count > 0
        ? TaggingHead.Of(config).Tensors(config.HiddenSize, config.Labels.Count)
        : throw new ArgumentException("a token classifier needs labels (id2label)", nameof(config));

    /// <inheritdoc/>
    public IEnumerable<TensorSlot> BesideGraph(BertConfig config) =>
        TaggingHead.Of(config).HasCrf ? TaggingHead.TransitionTensors(config.Labels.Count) : [];

    /// <inheritdoc/>
    public ITaskModel Bind(BertConfig config, BertTokenizer tokenizer, BundleSettings settings)
    {
        if (config.Labels.Count == 0 || config.HasDefaultLabels)
        {
            var found = config.Labels.Count == 0 ? "no labels (id2label)"
                : $"only the default names LABEL_0 … LABEL_{config.Labels.Count - 1} in id2label";
            throw new InvalidInputException(InputKind.Model, null,
                $"the config has {found}: the labels were never saved; they are needed in the order of the classifier's rows")
            {
                Remedy = new Remedy(RemedyKind.GiveLabels),
            };
        }
        if (settings.Reading is { Threshold: not (>= 0 and <= 1) } or { Best: < 0 })
        {
            throw new InvalidInputException(InputKind.Configuration, null,
                FormattableString.Invariant(
                    $"a threshold is a probability, 0 to 1, and readings are counted from 0; found {settings.Reading.Threshold} and {settings.Reading.Best}"));
        }
        if (settings is { Decoder: DecodeMode.Argmax, Reading.Point: not null })
        {
            throw new InvalidInputException(InputKind.Configuration, null,
                "an operating point moves between paths of labels; argmax takes each word's best label by itself: decode with viterbi");
        }
        return new TaggingModel(this, config, tokenizer, settings.Within(config, tokenizer), ReadLabels(config, settings));
    }

    /// <inheritdoc/>
    public ILabeledFile Read(string path, DataOptions options) =>
        new TaggingFile(LabeledData.Read(path, FormatOf(options), options.Scheme), options.Repair);

    /// <inheritdoc/>
    public bool IsLabeled(string path) => TaggingFile.IsOne(path);

    /// <inheritdoc/>
    public ISoftLabels ReadSoftLabels(string path) => SoftTags.Read(path);

    // The column of the label may be named for any task; here it may also be named as a part of the format.
    private static DataFormat FormatOf(DataOptions options)
    {
        var format = options.Format ?? DataFormat.Auto;
        return options.LabelColumn is { } label && format.LabelColumn is null ? format with { LabelColumn = DataColumn.Parse(label) } : format;
    }

    private static LabelSet ReadLabels(BertConfig config, BundleSettings settings)
    {
        try
        {
            return LabelSet.FromLabels(config.Labels, settings.Scheme);
        }
        catch (InvalidInputException e) when (e.File is null)
        {
            throw new InvalidInputException(InputKind.Model, null, $"the labels of the config cannot be used: {e.Message}", inner: e)
            {
                Remedy = e.Remedy,
            };
        }
    }
}
