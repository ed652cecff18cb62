using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Pretraining;
using TinyBertPipeline.Training.Pretraining.Recipe;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Training.FineTuning;

/// <summary>
/// Lets a model go on learning from raw text like that of the task before it is fine-tuned. The adapted model stays in the bundle's folder,
/// where a further fine-tuning finds it.
/// </summary>
internal static class Adaptation
{
    private const string FolderName = "adapted";
    private const double Minutes = 10;

    /// <summary>The pre-training that some options ask for; null: none.</summary>
    public static PretrainingOptions? Of(FineTuningOptions options) => options.Adapt is not { Count: > 0 } texts
        ? null
        : (options.Adaptation ?? new PretrainingOptions { Budget = Minutes, Seed = options.Seed }) with
        {
            Model = options.Model,
            Raw = texts,
            Out = Path.Combine(options.Out, FolderName),
        };

    /// <summary>The options with the adapted model in the place of the first; the same without an adaptation.</summary>
    public static FineTuningOptions Run(FineTuningOptions options, TrainingContext context, CancellationToken cancellation)
    {
        if (Of(options) is not { } pretraining) return options;
        if (IsDone(pretraining)) context.Progress.Note($"{pretraining.Out}: is adapted already");
        else PretrainingRun.Run(pretraining, context, cancellation);
        return options with { Model = pretraining.Out, Adapt = null, Adaptation = null };
    }

    private static bool IsDone(PretrainingOptions options) =>
        RunRecord.TryRead(options.Out) is { } record && record.Identity == RunIdentity.Hash(PretrainingRun.Identity(options));
}
