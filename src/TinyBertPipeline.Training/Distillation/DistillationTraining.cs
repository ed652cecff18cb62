using System.Diagnostics;
using System.Globalization;
using TinyBertPipeline.Core;
using TinyBertPipeline.Training.Distillation.Objectives;
using TinyBertPipeline.Training.Distillation.Text;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Resuming;
using TorchSharp;

namespace TinyBertPipeline.Training.Distillation;

/// <summary>Trains a student through its stages. Each stage has its own optimizer, schedule and checkpoints.</summary>
/// <param name="setup">Models and text.</param>
/// <param name="options">The run's options.</param>
/// <param name="student">The student; it is changed.</param>
/// <param name="progress">Follows the training.</param>
internal sealed class DistillationTraining(DistillationSetup setup, DistillationOptions options, Student student, ITrainingProgress progress)
{
    private readonly DistillationState _state = new(options, setup.InputHashes())
    {
        UsesBFloat16 = setup.UsesBFloat16,
        Terms = new TermMeans(progress),
    };

    private readonly Stopwatch _watch = new();
    private readonly List<TrainingTimes> _times = [];

    /// <summary>Seconds of training in all.</summary>
    public double Seconds => _state.SecondsBefore + _watch.Elapsed.TotalSeconds;

    /// <summary>Whether matrix products were computed in bfloat16.</summary>
    public bool UsesBFloat16 => _state.UsesBFloat16;

    /// <summary>The scores on dev; the first is that of the untrained student.</summary>
    public IReadOnlyList<DistillationScore> Scores => _state.Scores;

    /// <summary>The share of each part of the training's time in this process, 0 to 1.</summary>
    public IReadOnlyDictionary<string, double> TimeShares()
    {
        var total = _times.Sum(times => times.Total.TotalSeconds);
        return _times.SelectMany(times => times.Parts).GroupBy(part => part.Key).OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Sum(part => part.Value.TotalSeconds) / total);
    }

    /// <summary>Goes through the stages; the last step is kept.</summary>
    /// <param name="folder">Where checkpoints go, or null for a run too short for any.</param>
    /// <param name="cancellation">Ends the run after a step, with a checkpoint.</param>
    /// <exception cref="TrainingDivergedException">A loss or gradient is not finite.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public void Run(string? folder, CancellationToken cancellation)
    {
        var stages = DistillationStages.Of(options, student.Model.Config.HiddenSize);
        var shares = stages.Sum(stage => stage.Share);
        var seen = 0L;
        foreach (var (index, stage) in stages.Index())
        {
            var batches = Batches(stage, index, (long)(options.Pieces * stage.Share / shares));
            var checkpoints = folder is null
                ? null
                : new TrainingCheckpoints(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"stage-{index}")), options.Checkpoints);
            var evaluations = Math.Max(1, (int)Math.Round(options.Evaluations * stage.Share / shares));
            seen = RunStage(new StageRun(stage, batches, seen, evaluations, IsLast: index == stages.Count - 1), checkpoints, cancellation);
        }
    }

    // Returns the pieces seen at its end.
    private long RunStage(StageRun run, TrainingCheckpoints? checkpoints, CancellationToken cancellation)
    {
        using var dropout = run.Stage.Dropout ? new DropoutMasks(options.Seed) : null;
        using var optimizer = new AdamW(options.Optimizer, Modules(run.Stage));
        using var objective = CreateObjective(run.Stage, dropout);
        var loop = new TrainingLoop(optimizer, WarmupLinearSchedule.Create(run.Stage.LearningRate, run.Stage.Warmup, run.Batches.Count),
            new TrainingLoopOptions
            {
                Stage = run.Stage.Name,
                Folder = options.Out,
                Checkpoints = checkpoints,
                Dropout = dropout,
                Kept = () => _state.Save(_watch.Elapsed),
            },
            _state.Terms);
        _times.Add(loop.Times);
        Resume(loop);
        if (Scores.Count == 0) AddScore("start", 0, 0);
        foreach (var until in run.EvaluationSteps().Where(step => step > loop.Step))
        {
            _watch.Start();
            loop.Run(objective, run.Batches, until, cancellation);
            _watch.Stop();
            optimizer.CatchUp();
            loop.DevF1 = AddScore(run.Stage.Name, until, run.PiecesAfter(until));
        }
        if (!run.IsLast) loop.WriteCheckpoint();
        return run.PiecesAfter(run.Batches.Count);
    }

    private void Resume(TrainingLoop loop)
    {
        if (loop.TryResume(_state.Check) is not { } kept) return;
        _state.Restore(kept);
        student.Model.Encoder.UseBFloat16 = setup.UsesBFloat16 = _state.UsesBFloat16;
    }

    private IReadOnlyList<TextSequence[]> Batches(DistillationStage stage, int index, long pieces)
    {
        var (training, raw) = stage.Text switch
        {
            StageText.Training => (setup.Training, []),
            StageText.Raw when setup.Raw.Count > 0 => ([], setup.Raw),
            _ => (setup.Training, setup.Raw),
        };
        return new SequenceMix(pieces, options.TrainingShare, options.BatchTokens, options.Seed + index).Batches(training, raw);
    }

    private torch.nn.Module[] Modules(DistillationStage stage) =>
        stage.HiddenWeight > 0 && student.Projections is not null ? [student.Model, student.Projections] : [student.Model];

    private DistillationObjective CreateObjective(DistillationStage stage, DropoutMasks? dropout)
    {
        var teacher = stage.GeneralTeacher ? setup.Models.GeneralTeacher ?? setup.Models.Teacher : setup.Models.Teacher;
        var objective = new ObjectiveOptions(stage, setup.Matches(options))
        {
            EntityWeight = options.EntityWeight,
            OutsideLabel = setup.Models.Labels.IdOf("O"),
            PredictionLoss = options.PredictionLoss,
            Temperature = options.Temperature,
            Heads = student.Heads,
        };
        return new DistillationObjective(objective, student.Model, options.SoftLabels is null ? teacher : null, student.Projections, dropout,
            setup.Models.Tokenizer.Vocabulary);
    }

    private double AddScore(string stage, long step, long pieces)
    {
        var dev = setup.Score(student.Model);
        _state.Scores.Add(new DistillationScore
        {
            Stage = stage,
            Step = step,
            Pieces = pieces,
            Seconds = Seconds,
            Hidden = _state.Terms.Mean("hidden"),
            Attention = _state.Terms.Mean("attention"),
            Prediction = _state.Terms.Mean("prediction"),
            Labels = _state.Terms.Mean("labels"),
            DevF1 = dev.Viterbi,
            DevF1Argmax = dev.Argmax,
        });
        _state.Terms.Clear();
        progress.Note(string.Create(CultureInfo.InvariantCulture,
            $"{stage}: {pieces} pieces, dev F1 {100 * dev.Viterbi:F2} with legal paths, {100 * dev.Argmax:F2} without"));
        return dev.Viterbi;
    }
}
