using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
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
    public ITaskModel Bind(BertConfig config, BertTokenizer tokenizer, BundleSettings settings)
    {
        if (config.Labels.Count == 0)
            throw new InvalidInputException(InputKind.Model, null, "the config has no labels (id2label); a classifier needs them, in the order of its rows");
        if (config.Labels.Distinct(StringComparer.Ordinal).Count() < config.Labels.Count)
            throw new InvalidInputException(InputKind.Model, null, "a label stands twice in id2label");
        if (config.UnknownKeys["problem_type"]?.ToString() is { } problem and not "single_label_classification")
            throw new InvalidInputException(InputKind.Model, null, $"problem_type is '{problem}'; only single_label_classification can be used");
        if (settings.Decoder is not null || settings.Scheme is not null || settings.Words is not null)
            throw new InvalidInputException(InputKind.Configuration, null, "a classifier has no decoder, no scheme of labels and no words");
        if (settings is not { Head: null or HeadKind.Linear, LstmUnits: null, DenseUnits: null, Constraint: null })
            throw new InvalidInputException(InputKind.Configuration, null, "a classifier of texts has a linear head; the others are for taggers");
        if (settings.Reading != ReadingOptions.Usual)
            throw new InvalidInputException(InputKind.Configuration, null, "operating points, thresholds and further readings are for taggers");
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
