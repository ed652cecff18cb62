using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Resuming;
using static System.FormattableString;

namespace TinyBertPipeline.Training.Pretraining.Recipe;

/// <summary>Settings of a pre-training on raw text.</summary>
public sealed record PretrainingOptions : ICheckedOptions
{
    private const double NewRate = 1e-3;
    private const double ContinuedRate = 5e-5;

    /// <summary>Folder of the BERT to go on with; null starts from random weights of the size in <see cref="Size"/>.</summary>
    public string? Model { get; init; }

    /// <summary>Without a model: a preset, or <c>layers,hidden,heads,intermediate</c>.</summary>
    public string Size { get; init; } = "tiny-4x312";

    /// <summary>Without a model: folder of the tokenizer, for example of <c>vocab train</c>.</summary>
    public string? Tokenizer { get; init; }

    /// <summary>Raw text: <c>.txt</c> files or folders, a paragraph a line, a blank line between documents.</summary>
    public IReadOnlyList<string> Raw { get; init; } = [];

    /// <summary>Raw text that perplexity is measured on; empty: a part of <see cref="Raw"/>, which is then not learnt from.</summary>
    public IReadOnlyList<string> Validation { get; init; } = [];

    /// <summary>Folder of the model to write.</summary>
    public string Out { get; init; } = "";

    /// <summary>Minutes of training: there are as many steps as this machine does in that time, by a measurement at the start.</summary>
    public double Budget { get; init; } = 60;

    /// <summary>Pieces to train on instead, padding included; 0: as many as the budget allows.</summary>
    public long Pieces { get; init; }

    /// <summary>Pieces of a sequence at most, control pieces included.</summary>
    public int Length { get; init; } = 128;

    /// <summary>Pieces of a sequence at most in the first steps; 0: no shorter ones.</summary>
    public int ShortLength { get; init; }

    /// <summary>Share of the steps with short sequences.</summary>
    public double ShortShare { get; init; } = 0.5;

    /// <summary>Whether the model also learns which text follows another; null: a new one does, one that goes on does not.</summary>
    public bool? NextSentence { get; init; }

    /// <summary>Share of the pieces that are hidden.</summary>
    public double MaskRate { get; init; } = 0.15;

    /// <summary>Whether all pieces of a word are hidden together.</summary>
    public bool WholeWords { get; init; }

    /// <summary>
    /// Peak learning rate; null: 1e-3 for new weights, and for the head that a model which goes on lacks; 5e-5 for such a model, which is to
    /// forget little. Those are for small models; BERT-base wants 1e-4 and 2e-5.
    /// </summary>
    public double? LearningRate { get; init; }

    /// <summary>Share of the steps in which the learning rate rises; in the others it falls to 0.</summary>
    public double Warmup { get; init; } = 0.1;

    /// <summary>Pieces that are in memory at once, padding included.</summary>
    public int BatchPieces { get; init; } = 4096;

    /// <summary>How many such batches make a step: their gradients are summed.</summary>
    public int Accumulation { get; init; } = 1;

    /// <summary>Share of the steps in which accumulation grows from 1.</summary>
    public double Ramp { get; init; }

    /// <summary>Dropout of hidden states and attention probabilities; few passes over the text need none.</summary>
    public double Dropout { get; init; }

    /// <summary>Decay of matrices.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>How often perplexity is measured.</summary>
    public int Evaluations { get; init; } = 10;

    /// <summary>Pieces that are held out for it.</summary>
    public long ValidationPieces { get; init; } = 1 << 16;

    /// <summary>What matrix products are computed in.</summary>
    public TrainingPrecision Precision { get; init; } = TrainingPrecision.Auto;

    /// <summary>When checkpoints are written; a run whose folder holds some goes on from the newest.</summary>
    public CheckpointOptions Checkpoints { get; init; } = new();

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Whether the next sentence is learnt.</summary>
    internal bool LearnsNextSentence => NextSentence ?? Model is null;

    /// <summary>The peak learning rate.</summary>
    internal double PeakRate => LearningRate ?? (Model is null ? NewRate : ContinuedRate);

    /// <summary>How many times that rate a new head on a model that goes on has: it begins at nothing, and the encoder is to stay what it is.</summary>
    internal double NewHeadFactor => Math.Max(1, NewRate / PeakRate);

    /// <summary>Every fault of the options.</summary>
    public IEnumerable<string> Faults() =>
    [
        .. OptionsFaults.Where(
            (string.IsNullOrEmpty(Out), "out: a folder for the model is needed"),
            (OptionsPath.AreOne(Model, Out), "out: would overwrite the model it starts from"),
            (Model is null && OptionsPath.AreOne(Tokenizer, Out), "out: would overwrite the tokenizer it starts from"),
            (Raw is not { Count: > 0 } || Raw.Any(string.IsNullOrEmpty), "raw: text to learn from is needed, .txt files or folders"),
            (Validation is null || Validation.Any(string.IsNullOrEmpty), "validation: expected a list of files and folders, or leave the key out"),
            (Model is null && Tokenizer is null, "tokenizer: a folder is needed (vocab train makes one), or a model to go on with"),
            (Model?.Length == 0, "model: has no name"),
            (Tokenizer?.Length == 0, "tokenizer: has no name"),
            (Model is null && ModelSize.Fault(Size) is not null, $"size: {ModelSize.Fault(Size)}"),
            (Budget is not (> 0 and <= TrainingLimits.Minutes),
                Invariant($"budget: {Budget}, expected minutes above 0, {TrainingLimits.Minutes} at most")),
            (Pieces is < 0 or > TrainingLimits.Pieces, Invariant($"pieces: {Pieces}, expected 0 to {TrainingLimits.Pieces}"))),
        .. SequenceFaults(),
        .. OptionsFaults.Where(
            (LearningRate is { } rate && (rate is not > 0 || !double.IsFinite(rate)),
                Invariant($"learningRate: {LearningRate}, expected above 0")),
            (Warmup is not (>= 0 and < 1), Invariant($"warmup: {Warmup}, expected 0 to below 1")),
            (Dropout is not (>= 0 and < 1), Invariant($"dropout: {Dropout}, expected 0 to below 1")),
            (WeightDecay is not >= 0 || !double.IsFinite(WeightDecay), Invariant($"weightDecay: {WeightDecay}, expected 0 or more")),
            (Evaluations is < 1 or > TrainingLimits.Evaluations,
                Invariant($"evaluations: {Evaluations}, expected 1 to {TrainingLimits.Evaluations}")),
            (ValidationPieces < 1, Invariant($"validationPieces: {ValidationPieces}, expected 1 or more"))),
        .. OptionsFaults.Below("checkpoints", Checkpoints, checkpoints => checkpoints.Faults()),
    ];

    private IEnumerable<string> SequenceFaults() => OptionsFaults.Where(
        (Length < 8, Invariant($"length: {Length}, expected 8 or more")),
        (ShortLength != 0 && (ShortLength < 8 || ShortLength >= Length),
            Invariant($"shortLength: {ShortLength}, expected 8 to below length, or 0")),
        (ShortShare is not (>= 0 and < 1), Invariant($"shortShare: {ShortShare}, expected 0 to below 1")),
        (MaskRate is not (> 0 and < 1), Invariant($"maskRate: {MaskRate}, expected above 0 and below 1")),
        (BatchPieces < Length || BatchPieces > TrainingLimits.BatchPieces,
            Invariant($"batchPieces: {BatchPieces}, expected length to {TrainingLimits.BatchPieces}")),
        (Accumulation is < 1 or > TrainingLimits.Accumulation,
            Invariant($"accumulation: {Accumulation}, expected 1 to {TrainingLimits.Accumulation}")),
        (Ramp is not (>= 0 and < 1), Invariant($"ramp: {Ramp}, expected 0 to below 1")));
}
