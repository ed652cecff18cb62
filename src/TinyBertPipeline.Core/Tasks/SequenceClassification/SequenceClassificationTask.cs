using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tasks.SequenceClassification;

/// <summary>One label for a text or a pair of texts, from the pooled [CLS] as <c>BertForSequenceClassification</c> computes it.</summary>
public sealed class SequenceClassificationTask : ITask
{
    /// <summary>The task's name.</summary>
    public const string TaskName = "sequence-classification";

    /// <inheritdoc/>
    public string Name => TaskName;

    /// <inheritdoc/>
    public string Architecture => "BertForSequenceClassification";

    /// <inheritdoc/>
    public ModelUse Use { get; } = new("text-classification",
        """
        var bundle = TinyBertPipeline.Core.Bundles.Bundle.Open("FOLDER");      // reads FOLDER/model.onnx, which an export makes
        using var engine = TinyBertPipeline.Inference.EngineFactory.Open("onnx", bundle);
        using var predictor = new TinyBertPipeline.Core.Prediction.TaskPredictor(bundle.Model, engine);
        Console.WriteLine(predictor.PredictTexts(["What a good film."])[0].ToJson());
        """,
        """
        from transformers import pipeline
        classifier = pipeline("text-classification", model="FOLDER")
        print(classifier("What a good film."))
        """);

    /// <inheritdoc/>
    public TaskOutput Output(BertConfig config) => new("logits", OutputRows.Sequence, config.Labels.Count);

    /// <inheritdoc/>
    public IEnumerable<TensorSlot> Head(BertConfig config) => config.Labels.Count > 0
        ? [.. BertTensors.Pooler(config), .. BertTensors.Linear("classifier", config.Labels.Count, config.HiddenSize)]
        : throw new ArgumentException("a classifier needs labels (id2label)", nameof(config));

    /// <inheritdoc/>
    public IEnumerable<string> Faults(BundleSettings settings) => OptionsFaults.Where(
        (settings.Decoder is not null, "decoder: a classifier of texts has none; it is for taggers"),
        (settings.Scheme is not null, "scheme: a classifier of texts has no scheme of labels; it is for taggers"),
        (settings.Words is not null, "words: a classifier of texts takes whole texts; it is for taggers"),
        (settings.Head is not (null or HeadKind.Linear), "head: a classifier of texts has a linear head; the others are for taggers"),
        (settings.LstmUnits is not null, "lstmUnits: a classifier of texts has a linear head; it is for taggers"),
        (settings.DenseUnits is not null, "denseUnits: a classifier of texts has a linear head; it is for taggers"),
        (settings.Constraint is not null, "constraint: a classifier of texts has no paths; it is for taggers"),
        (settings.Reading != ReadingOptions.Usual, "operating points, thresholds and further readings are for taggers"));

    /// <inheritdoc/>
    public ITaskModel Bind(BertConfig config, BertTokenizer tokenizer, BundleSettings settings)
    {
        if (config.Labels.Count == 0)
            throw new InvalidInputException(InputKind.Model, null, "the config has no labels (id2label); a classifier needs them, in the order of its rows");
        if (config.Labels.Distinct(StringComparer.Ordinal).Count() < config.Labels.Count)
            throw new InvalidInputException(InputKind.Model, null, "a label stands twice in id2label");
        if (config.UnknownKeys["problem_type"]?.ToString() is { } problem and not "single_label_classification")
            throw new InvalidInputException(InputKind.Model, null, $"problem_type is '{problem}'; only single_label_classification can be used");
        OptionsFaults.ThrowIfAny(Faults(settings));
        return new ClassificationModel(this, config, tokenizer, settings.Within(config, tokenizer));
    }

    /// <inheritdoc/>
    public ILabeledFile Read(string path, DataOptions options) => options.Scheme is null
        ? ClassificationFile.Read(path, options)
        : throw new InvalidInputException(InputKind.Configuration, path, "texts with one label have no scheme of labels");

    /// <inheritdoc/>
    public bool IsLabeled(string path) => TextTable.IsOne(path);

    /// <inheritdoc/>
    public ISoftLabels ReadSoftLabels(string path) => SoftClasses.Read(path);
}
