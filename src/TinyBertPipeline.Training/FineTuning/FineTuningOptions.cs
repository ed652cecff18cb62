using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.Known;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Pretraining.Recipe;
using TinyBertPipeline.Training.Resuming;
using static System.FormattableString;

namespace TinyBertPipeline.Training.FineTuning;

/// <summary>Settings of a fine-tuning.</summary>
public sealed record FineTuningOptions : ICheckedOptions
{
    /// <summary>The window that is taken where none is given, as far as the model has positions.</summary>
    internal const int UsualWindow = 128;

    private const int MostSeeds = 1000;
    private const double UsualHeadRateFactor = 10;

    /// <summary>What the model is trained for, by the task's name; null for the usual one, entities.</summary>
    public string? Task { get; init; }

    /// <summary>Folder of the BERT to start from; null starts from random weights of the size in <see cref="Size"/>.</summary>
    public string? Model { get; init; }

    /// <summary>Without a model: a preset, or <c>layers,hidden,heads,intermediate</c>.</summary>
    public string Size { get; init; } = "small-6x384";

    /// <summary>Without a model: folder of the tokenizer.</summary>
    public string? Tokenizer { get; init; }

    /// <summary>Raw text that the model goes on learning from before it is fine-tuned; null: none.</summary>
    public IReadOnlyList<string>? Adapt { get; init; }

    /// <summary>How it does so, but for model, text and folder; null: ten minutes of the defaults of a pre-training.</summary>
    public PretrainingOptions? Adaptation { get; init; }

    /// <summary>Labelled training file.</summary>
    public string Train { get; init; } = "";

    /// <summary>
    /// Labelled development file, which chooses the weights that are kept; without one a tenth of the training file is held out by seed.
    /// </summary>
    public string Dev { get; init; } = "";

    /// <summary>Folder of the bundle to write.</summary>
    public string Out { get; init; } = "";

    /// <summary>How both files are read.</summary>
    public DataOptions Data { get; init; } = new();

    /// <summary>Passes over the training file; null for as many steps as its size asks for (see <see cref="FineTuningDefaults"/>).</summary>
    public int? Epochs { get; init; }

    /// <summary>Peak learning rate; null for that of the model's size (see <see cref="FineTuningDefaults"/>).</summary>
    public double? LearningRate { get; init; }

    /// <summary>Share of the steps in which the learning rate rises.</summary>
    public double Warmup { get; init; } = 0.1;

    /// <summary>Pieces of a batch at most, padding included.</summary>
    [FormerNames("batchTokens")]
    public int BatchPieces { get; init; } = 1024;

    /// <summary>Sequences of a batch at most; null: as many as <see cref="BatchPieces"/> allows.</summary>
    public int? BatchSentences { get; init; }

    /// <summary>Pieces of a sequence at most, [CLS] and [SEP] included; longer sentences become several windows.</summary>
    [FormerNames("maxLength", "maxPieces")]
    public int Window { get; init; } = UsualWindow;

    /// <summary>Dropout of hidden states and attention probabilities.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>Decay of matrices.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>How logits become labels, on dev and in the bundle; null for the task's usual way.</summary>
    [FormerNames("decode")]
    public DecodeMode? Decoder { get; init; }

    /// <summary>Taggers: what stands on the encoder; null for <c>linear</c>. Names: linear, crf, lstm, lstm-crf.</summary>
    public string? Head { get; init; }

    /// <summary>Taggers: units of the head's LSTM in each direction; null for 256.</summary>
    public int? LstmUnits { get; init; }

    /// <summary>Taggers: width of the dense layer behind the LSTM; null for 128.</summary>
    public int? DenseUnits { get; init; }

    /// <summary>Taggers: where only legal paths are considered: both (null), training, decoding or neither.</summary>
    public PathConstraint? Constraint { get; init; }

    /// <summary>
    /// Whether the encoder stays as it is and the head alone is trained. It then works without dropout, as in prediction.
    /// </summary>
    public bool? FrozenEncoder { get; init; }

    /// <summary>
    /// Peak learning rate of the head; null for that of the encoder, or ten times as much beside a trained encoder where the head is not linear: the
    /// scores of a CRF's steps and the weights of an LSTM begin far from where they end.
    /// </summary>
    public double? HeadLearningRate { get; init; }

    /// <summary>What matrix products are computed in.</summary>
    public TrainingPrecision Precision { get; init; } = TrainingPrecision.Auto;

    /// <summary>When checkpoints are written; a run whose folder holds some goes on from the newest.</summary>
    public CheckpointOptions Checkpoints { get; init; } = new();

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Steps in all, instead of <see cref="Epochs"/>.</summary>
    public int? Steps { get; init; }

    /// <summary>Time that the training with its scores on dev may take, such as <c>90s</c>, <c>10m</c>, <c>1.5h</c>; null for what it needs.</summary>
    public string? Budget { get; init; }

    /// <summary>Number of trainings, with <see cref="Seed"/> and the seeds after it: the best on dev is kept. Null for one.</summary>
    public int? Seeds { get; init; }

    /// <summary>Steps between two scores on dev; null for an interval of the set's size, or for whole passes where epochs are given.</summary>
    public int? ScoreSteps { get; init; }

    /// <summary>
    /// Whether the running average of the last weights is scored at the end, and kept unless a step is better on dev by more than its
    /// standard error; null: where no epochs are given.
    /// </summary>
    public bool? AverageWeights { get; init; }

    /// <summary>What of the options the bundle keeps.</summary>
    internal BundleSettings Settings(int window) => new()
    {
        Window = window,
        Decoder = Decoder,
        Head = Head is { } head ? HeadNames.Find(head) : null,
        LstmUnits = LstmUnits,
        DenseUnits = DenseUnits,
        Constraint = Constraint,
        FrozenEncoder = FrozenEncoder,
    };

    /// <summary>What the learning rate is multiplied by for the head.</summary>
    /// <param name="learningRate">That of the encoder.</param>
    internal double HeadRateFactor(double learningRate) => HeadLearningRate is { } rate ? rate / learningRate
        : FrozenEncoder != true && Head is not null && HeadNames.Find(Head) != HeadKind.Linear ? UsualHeadRateFactor : 1;

    /// <summary>Every fault of the options.</summary>
    public IEnumerable<string> Faults() => OptionsFaults.Where(
        (string.IsNullOrEmpty(Out), "out: a folder for the bundle is needed"),
        (OptionsPath.AreOne(Model, Out), "out: would overwrite the model it starts from"),
        (Model is null && OptionsPath.AreOne(Tokenizer, Out), "out: would overwrite the tokenizer it starts from"),
        (Adapt is { Count: > 0 } && Model is null, "adapt: needs a model to go on with"),
        (Adapt?.Any(string.IsNullOrEmpty) == true, "adapt: expected a list of files and folders"))
        .Concat(TrainingFaults())
        .Concat(Adapt?.Any(string.IsNullOrEmpty) != true && FineTuning.Adaptation.Of(this) is { Model: not null } adaptation
            ? OptionsFaults.Below("adaptation", adaptation, options => options.Faults())
            : []);

    /// <summary>The faults of a training that writes nothing.</summary>
    internal IEnumerable<string> TrainingFaults() =>
    [
        .. OptionsFaults.Where(
            (string.IsNullOrEmpty(Train), "train: a labelled training file is needed"),
            (Model is null && Tokenizer is null, "model: a folder to start from is needed, or tokenizer and size to start at random"),
            (Model?.Length == 0, "model: has no name"),
            (Tokenizer?.Length == 0, "tokenizer: has no name"),
            (Model is null && ModelSize.Fault(Size) is not null, $"size: {ModelSize.Fault(Size)}"),
            (Epochs < 1, Invariant($"epochs: {Epochs}, expected 1 or more")),
            (LearningRate is { } rate && !(rate > 0 && double.IsFinite(rate)), Invariant($"learningRate: {LearningRate}, expected above 0")),
            (Budget is not null && TrainingBudget.TryParse(Budget) is null, $"budget: '{Budget}', {TrainingBudget.Expected}"),
            (new object?[] { Budget, Epochs, Steps }.Count(given => given is not null) > 1,
                "budget, epochs and steps exclude each other: each says how long to train"),
            (Steps < 1, Invariant($"steps: {Steps}, expected 1 or more")),
            (Seeds is < 1 or > MostSeeds, Invariant($"seeds: {Seeds}, expected 1 to {MostSeeds}")),
            (ScoreSteps < 1, Invariant($"scoreSteps: {ScoreSteps}, expected 1 or more")),
            (Warmup is not (>= 0 and < 1), Invariant($"warmup: {Warmup}, expected 0 to below 1")),
            (BatchPieces is < 1 or > TrainingLimits.BatchPieces,
                Invariant($"batchPieces: {BatchPieces}, expected 1 to {TrainingLimits.BatchPieces}")),
            (BatchSentences < 1, Invariant($"batchSentences: {BatchSentences}, expected 1 or more")),
            (Window < BundleSettings.SmallestWindow,
                Invariant($"window: {Window}, expected {BundleSettings.SmallestWindow} or more, room for [CLS], a piece and [SEP]")),
            (Dropout is not (>= 0 and < 1), Invariant($"dropout: {Dropout}, expected 0 to below 1")),
            (Head is not null && HeadNames.Find(Head) is null, $"head: '{Head}'; {NearestName.Suggest(Head ?? "", HeadNames.All)}"),
            (LstmUnits < 1, Invariant($"lstmUnits: {LstmUnits}, expected 1 or more")),
            (DenseUnits < 1, Invariant($"denseUnits: {DenseUnits}, expected 1 or more")),
            (HeadLearningRate is { } headRate && (!(headRate > 0) || !double.IsFinite(headRate)),
                Invariant($"headLearningRate: {HeadLearningRate}, expected above 0")),
            (WeightDecay is not >= 0 || !double.IsFinite(WeightDecay), Invariant($"weightDecay: {WeightDecay}, expected 0 or more"))),
        .. TaskList.Faults(Task, Settings(Window)),
        .. OptionsFaults.Below("data", Data, data => data.Faults()),
        .. OptionsFaults.Below("checkpoints", Checkpoints, checkpoints => checkpoints.Faults()),
    ];
}
