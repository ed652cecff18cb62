using System.Globalization;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Distillation.Objectives;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.Distillation.Text;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Optimization;
using TorchSharp;

namespace TinyBertPipeline.Training.Distillation;

/// <summary>
/// Trains a student through its stages. Each stage has its own optimizer, schedule and checkpoints; the last step is kept.
/// </summary>
/// <param name="setup">Models and text.</param>
/// <param name="options">The run's options.</param>
/// <param name="student">The student; it is changed.</param>
/// <param name="progress">Follows the training.</param>
internal sealed class DistillationTraining(
    DistillationSetup setup, DistillationOptions options, Student student, ITrainingProgress progress)
{
    /// <summary>Whether the last stage's end is kept in its checkpoints as that of the others is, since another training follows.</summary>
    public bool IsFollowed { get; init; }

    /// <summary>Goes through the stages.</summary>
    /// <param name="checkpoints">Where checkpoints go, or null for a run too short for any.</param>
    /// <param name="cancellation">Ends the run after a step, with a checkpoint.</param>
    /// <exception cref="TrainingDivergedException">A loss or gradient is not finite.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public TrainingSession Run(string? checkpoints, CancellationToken cancellation)
    {
        var session = new TrainingSession(student.Network, setup.Dev.Of(student.Network), new SessionOptions
        {
            Identity = setup.Run.Identity,
            Folder = options.Out,
            Checkpoints = options.Checkpoints,
            ScoresStart = true,
            Describe = score => score.Stage == TrainingSession.Average
                ? "average of the last weights"
                : string.Create(CultureInfo.InvariantCulture, $"{score.Stage}: {score.Pieces} pieces"),
        }, progress);
        var stages = DistillationStages.Of(options, student.Network.Config.HiddenSize);
        var shares = stages.Sum(stage => stage.Share);
        foreach (var (index, stage) in stages.Index())
        {
            using var dropout = stage.Dropout ? new DropoutMasks(options.Seed) : null;
            var batches = Batches(stage, index, (long)(options.Pieces!.Value * stage.Share / shares));
            session.Run(new TrainingStage<TaskExample[]>(stage.Name, CreateObjective(stage, dropout), batches)
            {
                Schedule = WarmupLinearSchedule.Create(stage.LearningRate, stage.Warmup, batches.Count) with { Rest = stage.Rest },
                Trained = Modules(stage),
                Optimizer = options.Optimizer,
                Dropout = dropout,
                ScoredSteps = ScoredSteps(batches.Count, stage.Share / shares),
                Average = options.AverageWeights == true && index == stages.Count - 1 ? WeightAverage.Over(student.Network, batches.Count) : null,
                Checkpoints = checkpoints is null ? null : Path.Combine(checkpoints, FormattableString.Invariant($"stage-{index}")),
                KeepsEnd = IsFollowed || index < stages.Count - 1,
            }, cancellation);
        }
        return session;
    }

    private BatchList<TaskExample[]> Batches(DistillationStage stage, int index, long pieces)
    {
        var (training, raw) = stage.Text switch
        {
            StageText.Training => (setup.Training, []),
            StageText.Raw when setup.Raw.Count > 0 => ([], setup.Raw),
            _ => (setup.Training, setup.Raw),
        };
        return new(new SequenceMix(pieces, options.TrainingShare, options.BatchPieces, options.Seed + index).Batches(training, raw));
    }

    // A stage's part of the evaluations, evenly spread, its end included.
    private IEnumerable<long> ScoredSteps(long steps, double share)
    {
        var evaluations = Math.Min(steps, Math.Max(1, (int)Math.Round(options.Evaluations * share)));
        for (long part = 1, last = 0; part <= evaluations; part++)
        {
            var step = steps * part / evaluations;
            if (step > last) yield return last = step;
        }
    }

    private IReadOnlyList<torch.nn.Module> Modules(DistillationStage stage) =>
        stage.HiddenWeight > 0 && student.Projections is not null ? [student.Network, student.Projections] : [student.Network];

    private DistillationObjective CreateObjective(DistillationStage stage, DropoutMasks? dropout)
    {
        var teacher = stage.GeneralTeacher ? setup.Models.GeneralTeacher ?? setup.Models.Teacher : setup.Models.Teacher;
        return new DistillationObjective(
            new ObjectiveOptions(stage, setup.Matches(options))
            {
                EntityWeight = options.EntityWeight ?? 0,
                Kept = student.Kept,
                PredictionLoss = options.PredictionLoss,
                Temperature = options.Temperature,
                Heads = student.Heads,
                Dropout = dropout,
                UseBFloat16 = setup.Run.UsesBFloat16,
            },
            new ModelPair(student.Network, options.SoftLabels is null ? teacher : null, student.Projections, setup.Rows,
                setup.Models.Student.Tokenizer.Vocabulary)
            {
                Others = stage.GeneralTeacher ? null : setup.Others,
            });
    }
}
