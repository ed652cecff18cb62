using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Training.FineTuning;
using static System.FormattableString;

namespace TinyBertPipeline.Training.Benchmarking;

/// <summary>What a measurement of training speed takes.</summary>
public sealed record TrainingBenchmarkOptions
{
    /// <summary>Names of <see cref="Task"/>.</summary>
    public const string FineTuningTask = "fine-tuning", DistillationTask = "distillation", PretrainingTask = "pretraining";

    /// <summary>The fine-tuning whose model, training file, batches and precision are measured; dev and out are not needed.</summary>
    public FineTuningOptions FineTuning { get; init; } = new();

    /// <summary>Sizes of the student of a measured distillation: a preset, or <c>layers,hidden,heads,intermediate</c>.</summary>
    [FormerNames("student")]
    public string Size { get; init; } = "tiny-4x312";

    /// <summary>What is measured: <c>fine-tuning</c>, <c>distillation</c> or <c>pretraining</c>; null: all three.</summary>
    public string? Task { get; init; }

    /// <summary>Raw text of a measured pre-training; the student's sizes are measured.</summary>
    public IReadOnlyList<string> Raw { get; init; } = [];

    /// <summary>How many sequences to take, from the start of the training file.</summary>
    public int Sentences { get; init; } = 512;

    /// <summary>Passes over them.</summary>
    public int Passes { get; init; } = 3;

    /// <summary>
    /// Measures a plain loop beside: padding to the longest of a batch, dropout drawn anew, a fused AdamW over every weight, autocast.
    /// </summary>
    public bool ComparePlain { get; init; }

    /// <summary>Sequences of a batch of the plain loop.</summary>
    public int PlainBatch { get; init; } = 32;

    /// <summary>Every fault of the options.</summary>
    public IEnumerable<string> Faults() => OptionsFaults.Where(
        (ModelSize.Fault(Size) is not null, $"size: {ModelSize.Fault(Size)}"),
        (Task is not (null or FineTuningTask or DistillationTask or PretrainingTask),
            $"task: '{Task}', expected {FineTuningTask}, {DistillationTask} or {PretrainingTask}"),
        (Sentences < 1, Invariant($"sentences: {Sentences}, expected 1 or more")),
        (Passes < 1, Invariant($"passes: {Passes}, expected 1 or more")),
        (PlainBatch < 1, Invariant($"plainBatch: {PlainBatch}, expected 1 or more")))
        .Concat(OptionsFaults.Below("fineTuning", FineTuning, tuning => tuning.TrainingFaults()));
}
