using System.Text.Json.Serialization;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Optimization;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Training.Distillation.Recipe;

/// <summary>Settings of a distillation. The defaults are the recipe: a student that starts from its teacher, and one joint stage.</summary>
public sealed record DistillationOptions : ICheckedOptions
{
    /// <summary>More pieces take weeks, and their layout does not fit in memory.</summary>
    internal const long MostPieces = 10_000_000_000;

    /// <summary>All copies are held in memory.</summary>
    internal const int MostCopies = 1000;

    /// <summary>Folder of the fine-tuned teacher: a bundle or any Hugging Face folder of a task.</summary>
    public string? Teacher { get; init; }

    /// <summary>
    /// Folders of further teachers of the same task, labels and tokenizer: the student learns the mean of all their distributions, and
    /// hidden states and attention of <see cref="Teacher"/>.
    /// </summary>
    public IReadOnlyList<string>? MoreTeachers { get; init; }

    /// <summary>
    /// Megabytes on disk at most for what further teachers said of training sentences, so that later passes need not ask them again; null
    /// for 1000.
    /// </summary>
    public int? TeacherCache { get; init; }

    /// <summary>The teacher's labels in the order of its logits, where its folder has only default names.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>
    /// The scheme of the teacher's or the soft labels, where they do not tell: BIO and IOB1 have the same. Null for what they look like.
    /// </summary>
    public TagScheme? Scheme { get; init; }

    /// <summary>What the student is for, by the task's name, where no folder says so; null for the usual one, entities.</summary>
    public string? Task { get; init; }

    /// <summary>Folder of a teacher that is not fine-tuned, for the general stage; the fine-tuned one teaches where it is absent.</summary>
    public string? GeneralTeacher { get; init; }

    /// <summary>JSON lines with a teacher's probabilities instead of a teacher: only the prediction loss is taken.</summary>
    public string? SoftLabels { get; init; }

    /// <summary>
    /// With soft labels and without a teacher: folder of a BERT that the student starts from, tokenizer and sizes included.
    /// </summary>
    public string? Model { get; init; }

    /// <summary>With soft labels and without a teacher or a model: folder of the tokenizer; the student starts at random.</summary>
    public string? Tokenizer { get; init; }

    /// <summary>Labelled training file; with soft labels only its labels are taken, and it may be left out.</summary>
    public string Train { get; init; } = "";

    /// <summary>Labelled development file; without one a tenth of the training file is held out by seed, as fine-tuning does.</summary>
    public string Dev { get; init; } = "";

    /// <summary>Raw text: files and folders; may be empty.</summary>
    public IReadOnlyList<string> Raw { get; init; } = [];

    /// <summary>Folder of the bundle to write.</summary>
    public string Out { get; init; } = "";

    /// <summary>How labelled files are read.</summary>
    public DataOptions Data { get; init; } = new();

    /// <summary>The student's sizes: a preset, or <c>layers,hidden,heads,intermediate</c>.</summary>
    [FormerNames("student")]
    public string Size { get; init; } = "tiny-4x312";

    /// <summary>Taggers: what stands on the student's encoder (linear, crf, lstm, lstm-crf); null for the same as on its teacher's.</summary>
    public string? Head { get; init; }

    /// <summary>Folder of a student to go on with, instead of starting one; its sizes are taken.</summary>
    public string? GivenStudent { get; init; }

    /// <summary>How the student starts; by default from its teacher, for TinyBERT's stages at random.</summary>
    public InitializationKind? Initialization { get; init; }

    /// <summary>Pieces of text that the start from the teacher takes its statistics from.</summary>
    public int InitializationPieces { get; init; } = 12_000;

    /// <summary>
    /// Sizes of a wider student of as many layers that learns first: the student then starts from it instead of its teacher, so that the
    /// width is reduced in two steps. Null for one step.
    /// </summary>
    public string? FirstSize { get; init; }

    /// <summary>Share of the pieces that the wider student of <see cref="FirstSize"/> sees; null for 0.4.</summary>
    public double? FirstShare { get; init; }

    /// <summary>What the student learns from.</summary>
    public DistillationVariant Variant { get; init; }

    /// <summary>The stages; by default those of the variant.</summary>
    public IReadOnlyList<DistillationStage>? Stages { get; init; }

    /// <summary>How teacher layers are chosen.</summary>
    public LayerMapKind LayerMap { get; init; }

    /// <summary>The teacher layer of each student layer, counted from 1, instead of <see cref="LayerMap"/>.</summary>
    public IReadOnlyList<int>? Layers { get; init; }

    /// <summary>What is compared, instead of hidden states and attention scores of the whole layer map.</summary>
    public IReadOnlyList<LayerMatch>? Matches { get; init; }

    /// <summary>
    /// Pieces the student sees in all stages together, [CLS] and [SEP] included, padding not; null for a number of the size of set and
    /// student.
    /// </summary>
    public long? Pieces { get; init; }

    /// <summary>Share of the pieces of mixed text that come from training sentences.</summary>
    public double TrainingShare { get; init; } = 0.3;

    /// <summary>
    /// Taggers: copies of each training sentence with an entity in which entities are swapped for others of their type in the file; the
    /// teacher labels them anew. Null for none.
    /// </summary>
    public int? SwappedCopies { get; init; }

    /// <summary>
    /// Copies of each training sentence with a fifth of the words replaced by words of the raw text, rare ones as likely as frequent ones;
    /// the teacher labels them. Null for none.
    /// </summary>
    public int? ReplacedCopies { get; init; }

    /// <summary>
    /// e: a position counts 1 + e (1 - teacher's probability of O) in the prediction loss. Small noisy sets want 10, large ones 0 to 3.
    /// Null for 0, or, where pieces are left open too and the set is small, for the best of short runs.
    /// </summary>
    public double? EntityWeight { get; init; }

    /// <summary>Weight of the hidden states' loss at the start.</summary>
    public double HiddenWeight { get; init; } = 1;

    /// <summary>The progress at which the hidden states' loss has faded out; 0: it does not fade.</summary>
    public double HiddenFade { get; init; } = 0.8;

    /// <summary>Weight of the attention scores' loss.</summary>
    public double AttentionWeight { get; init; } = 0.1;

    /// <summary>
    /// Weight of the loss of feed-forward neurons: those that the student kept against the same neurons of its teacher; null for 0.
    /// </summary>
    public double? ActivationWeight { get; init; }

    /// <summary>
    /// Weight of the loss of the states after each layer's attention half: the student's against the same coordinates of its teacher; null
    /// for 0.
    /// </summary>
    public double? MiddleWeight { get; init; }

    /// <summary>Weight of the prediction loss; by default 3 with an entity weight, else 1.</summary>
    public double? PredictionWeight { get; init; }

    /// <summary>How logits are compared.</summary>
    public PredictionLoss PredictionLoss { get; init; }

    /// <summary>Softens both distributions before they are compared.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Peak learning rate; by default 2.4e-3 for students of width 128 or less, 8e-4 to 240, else 6e-4.</summary>
    public double? LearningRate { get; init; }

    /// <summary>
    /// The share of the peak at which the learning rate's fall ends, so that weights go on moving and their average
    /// (<see cref="AverageWeights"/>) is of several models in one valley (Izmailov et al., UAI 2018); null for 0.
    /// </summary>
    public double? RestRate { get; init; }

    /// <summary>Pieces of a batch at most, padding included.</summary>
    [FormerNames("batchTokens")]
    public int BatchPieces { get; init; } = 1536;

    /// <summary>Pieces of a sequence at most, [CLS] and [SEP] included; null for 128, or the teacher's window where that is shorter.</summary>
    [FormerNames("maxPieces", "maxLength")]
    public int? Window { get; init; }

    /// <summary>How the student's logits become labels, on dev and in the bundle; null for its teacher's way.</summary>
    public DecodeMode? Decoder { get; init; }

    /// <summary>Takes raw text in which the teacher predicts an entity before other raw text of the same likeness.</summary>
    public bool PreferEntities { get; init; }

    /// <summary>Chooses the entity weight among 0, 3 and 10 by short runs on dev before the run.</summary>
    public bool Tune { get; init; }

    /// <summary>What <see cref="Tune"/> tries and with how many pieces.</summary>
    public TuningOptions Tuning { get; init; } = new();

    /// <summary>
    /// Whether the running average of the last stage's weights is scored at the end, and kept where dev finds it better; null for no.
    /// </summary>
    public bool? AverageWeights { get; init; }

    /// <summary>How often dev is scored, the end included.</summary>
    public int Evaluations { get; init; } = 5;

    /// <summary>The score on dev (0 to 1) of the same student without a teacher: a worse student is warned about.</summary>
    public double? Baseline { get; init; }

    /// <summary>Constants of the optimizer.</summary>
    public AdamWOptions Optimizer { get; init; } = new();

    /// <summary>What matrix products are computed in.</summary>
    public TrainingPrecision Precision { get; init; }

    /// <summary>When checkpoints are written; a run whose folder holds some goes on from the newest.</summary>
    public CheckpointOptions Checkpoints { get; init; } = new();

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>All teachers, the one of hidden states and attention first.</summary>
    internal IReadOnlyList<string> AllTeachers() => Teacher is null ? [] : [Teacher, .. MoreTeachers ?? []];

    /// <summary>How the student starts.</summary>
    public InitializationKind StartsAt() =>
        Initialization
        ?? (Teacher is null || Variant == DistillationVariant.TinyBert ? InitializationKind.Random : InitializationKind.Recipe);

    /// <summary>Every fault of the options.</summary>
    public IEnumerable<string> Faults() => RecipeFaults.Of(this);
}

/// <summary>How a student's weights start.</summary>
public enum InitializationKind
{
    /// <summary>From the teacher: layers, coordinates, regressions that restore what was dropped, heads under the data's metric.</summary>
    Recipe,

    /// <summary>From the teacher by selection alone: layers, coordinates, head parts and neurons are copied, nothing is restored.</summary>
    Selection,

    /// <summary>Random weights.</summary>
    Random,
}

/// <summary>What a student learns from; each stands for a list of stages.</summary>
public enum DistillationVariant
{
    /// <summary>The recipe: one joint stage with hidden states, attention scores and predictions.</summary>
    Full,

    /// <summary>The teacher's predictions alone.</summary>
    Logits,

    /// <summary>The gold labels alone, without a teacher's losses: the baseline.</summary>
    [JsonStringEnumMemberName("none")]
    LabelsOnly,

    /// <summary>TinyBERT's stages one after the other: general, intermediate, prediction.</summary>
    TinyBert,
}
