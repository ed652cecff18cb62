using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Optimization;
using TinyBertPipeline.Training.Resuming;
using static System.FormattableString;

namespace TinyBertPipeline.Training.Distillation.General;

/// <summary>Settings of a general distillation: a small BERT from a large one that is not fine-tuned, on raw text alone.</summary>
public sealed record GeneralDistillationOptions : ICheckedOptions
{
    /// <summary>Folder of the pre-trained teacher.</summary>
    public string Teacher { get; init; } = "";

    /// <summary>Raw text: files and folders.</summary>
    public IReadOnlyList<string> Raw { get; init; } = [];

    /// <summary>Folder of the BERT to write.</summary>
    public string Out { get; init; } = "";

    /// <summary>The student's sizes: a preset, or <c>layers,hidden,heads,intermediate</c>.</summary>
    [FormerNames("student")]
    public string Size { get; init; } = "tiny-4x312";

    /// <summary>How the student starts; by default from its teacher (TinyBERT's start at random).</summary>
    public InitializationKind Initialization { get; init; } = InitializationKind.Recipe;

    /// <summary>Pieces of text that the start from the teacher takes its statistics from.</summary>
    public int InitializationPieces { get; init; } = 12_000;

    /// <summary>How teacher layers are chosen.</summary>
    public LayerMapKind LayerMap { get; init; }

    /// <summary>The teacher layer of each student layer, counted from 1, instead of <see cref="LayerMap"/>.</summary>
    public IReadOnlyList<int>? Layers { get; init; }

    /// <summary>Pieces the student sees, padding included.</summary>
    public long Pieces { get; init; } = 1_000_000;

    /// <summary>Weight of the hidden states' loss.</summary>
    public double HiddenWeight { get; init; } = 1;

    /// <summary>Weight of the attention scores' loss.</summary>
    public double AttentionWeight { get; init; } = 0.1;

    /// <summary>Peak learning rate.</summary>
    public double LearningRate { get; init; } = 6e-4;

    /// <summary>Share of the steps in which the learning rate rises.</summary>
    public double Warmup { get; init; } = 0.06;

    /// <summary>Pieces of a batch at most, padding included.</summary>
    public int BatchPieces { get; init; } = 1536;

    /// <summary>Pieces of a sequence at most, [CLS] and [SEP] included.</summary>
    public int Window { get; init; } = 128;

    /// <summary>How often the student is compared with its teacher on text that is held out.</summary>
    public int Evaluations { get; init; } = 5;

    /// <summary>Pieces that are held out.</summary>
    public long ValidationPieces { get; init; } = 1 << 14;

    /// <summary>Constants of the optimizer.</summary>
    public AdamWOptions Optimizer { get; init; } = new();

    /// <summary>What matrix products are computed in.</summary>
    public TrainingPrecision Precision { get; init; }

    /// <summary>When checkpoints are written; a run whose folder holds some goes on from the newest.</summary>
    public CheckpointOptions Checkpoints { get; init; } = new();

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Every fault of the options.</summary>
    public IEnumerable<string> Faults() =>
    [
        .. OptionsFaults.Where(
            (string.IsNullOrEmpty(Teacher), "teacher: the folder of a pre-trained model is needed"),
            (string.IsNullOrEmpty(Out), "out: a folder for the model is needed"),
            (OptionsPath.AreOne(Teacher, Out), "out: would overwrite teacher"),
            (Raw is not { Count: > 0 } || Raw.Any(string.IsNullOrEmpty), "raw: text is needed, .txt files or folders"),
            (ModelSize.Fault(Size) is not null, $"size: {ModelSize.Fault(Size)}"),
            (Pieces is < 1 or > DistillationOptions.MostPieces, Invariant($"pieces: {Pieces}, expected 1 to {DistillationOptions.MostPieces}")),
            (HiddenWeight is not > 0 || !double.IsFinite(HiddenWeight), Invariant($"hiddenWeight: {HiddenWeight}, expected above 0")),
            (AttentionWeight is not >= 0 || !double.IsFinite(AttentionWeight),
                Invariant($"attentionWeight: {AttentionWeight}, expected 0 or more")),
            (LearningRate is not > 0 || !double.IsFinite(LearningRate), Invariant($"learningRate: {LearningRate}, expected above 0")),
            (Warmup is not (>= 0 and < 1), Invariant($"warmup: {Warmup}, expected 0 to below 1")),
            (Window < 8, Invariant($"window: {Window}, expected 8 or more")),
            (BatchPieces < Window || BatchPieces > TrainingLimits.BatchPieces,
                Invariant($"batchPieces: {BatchPieces}, expected window ({Window}) to {TrainingLimits.BatchPieces}")),
            (InitializationPieces is < 1000 or > TrainingLimits.InitializationPieces,
                Invariant($"initializationPieces: {InitializationPieces}, expected 1000 to {TrainingLimits.InitializationPieces}")),
            (Evaluations is < 1 or > TrainingLimits.Evaluations,
                Invariant($"evaluations: {Evaluations}, expected 1 to {TrainingLimits.Evaluations}")),
            (ValidationPieces < 1, Invariant($"validationPieces: {ValidationPieces}, expected 1 or more"))),
        .. OptionsFaults.Below("optimizer", Optimizer, optimizer => optimizer.Faults()),
        .. OptionsFaults.Below("checkpoints", Checkpoints, checkpoints => checkpoints.Faults()),
    ];
}
