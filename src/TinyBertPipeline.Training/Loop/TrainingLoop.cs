using System.Diagnostics;
using System.Globalization;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Optimization;
using TinyBertPipeline.Training.Resuming;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Loop;

/// <summary>
/// The loop that all trainings share: batch, loss, gradients, step; and around it the watch over finite numbers, checkpoints and
/// cancellation.
/// </summary>
/// <param name="optimizer">The optimizer with the parameters to train.</param>
/// <param name="schedule">The learning rate of each step.</param>
/// <param name="options">Folder, checkpoints, dropout.</param>
/// <param name="progress">Follows the training.</param>
internal sealed class TrainingLoop(AdamW optimizer, WarmupLinearSchedule schedule, TrainingLoopOptions options, ITrainingProgress progress)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _stepsHere;
    private long _piecesHere;
    private bool _lastWriteFailed;

    /// <summary>Steps done, batches without anything to learn from included.</summary>
    public long Step { get; private set; }

    /// <summary>Word pieces seen since the start or the resumption.</summary>
    public long Pieces => _piecesHere;

    /// <summary>The last score on dev, for the status.</summary>
    public TaskScore? Score { get; set; }

    /// <summary>Where the time went.</summary>
    public TrainingTimes Times { get; } = new();

    /// <summary>Goes on from the newest checkpoint that is whole.</summary>
    /// <param name="check">Looks at what the owner kept before anything is restored, and throws when it is another run's.</param>
    /// <returns>What the owner kept, or null when there is no checkpoint.</returns>
    /// <exception cref="ArgumentException">The checkpoint is of another model.</exception>
    public KeptState? TryResume(Action<KeptState> check)
    {
        if (options.Checkpoints?.TryRead(progress.Warn) is not { } snapshot) return null;
        check(snapshot.Kept);
        Restore(snapshot);
        progress.Note($"going on after step {Step} of {schedule.TotalSteps}");
        return snapshot.Kept;
    }

    /// <summary>
    /// Takes steps until <paramref name="until"/> are done. The checkpoint of the last of them is the caller's affair (see
    /// <see cref="WriteDueCheckpoint"/>), who may have to keep a score with it.
    /// </summary>
    /// <exception cref="TrainingDivergedException">
    /// A loss term or a gradient is not finite (the weights are those before that step), or a weight is not (the last checkpoint stays).
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled; the step was finished and a checkpoint written.</exception>
    public void Run<TBatch>(ITrainingObjective<TBatch> objective, IBatchSource<TBatch> batches, long until, CancellationToken cancellation)
    {
        while (Step < until)
        {
            cancellation.ThrowIfCancellationRequested();
            bool isCancelled, isDue;
            using (NewDisposeScope())
            {
                var batch = Times.Measure("data", () => batches[Step]);
                TakeStep(objective, batch);
                options.Stepped?.Invoke(Step);
                isCancelled = cancellation.IsCancellationRequested;
                isDue = options.Checkpoints?.IsDue(Step) == true;
                if (isCancelled || isDue || Step == until) ThrowIfWeightsDiverged(objective, batch);
            }
            if (isCancelled)
            {
                WriteCheckpoint();
                cancellation.ThrowIfCancellationRequested();
            }
            else if (isDue && Step < until) TryWriteCheckpoint();
        }
    }

    /// <summary>Writes a checkpoint of this moment when one is due.</summary>
    /// <exception cref="EnvironmentException">It cannot be written, and neither could the one before it.</exception>
    public void WriteDueCheckpoint()
    {
        if (options.Checkpoints?.IsDue(Step) == true) TryWriteCheckpoint();
    }

    /// <summary>Writes a checkpoint of this moment, when the run has any.</summary>
    /// <exception cref="EnvironmentException">It cannot be written.</exception>
    public void WriteCheckpoint()
    {
        options.Checkpoints?.Write(Snapshot());
        _lastWriteFailed = false;
    }

    // A disk that is full for a moment does not end a run of hours; when the next checkpoint fails as well, the run stops.
    private void TryWriteCheckpoint()
    {
        try
        {
            WriteCheckpoint();
        }
        catch (EnvironmentException e) when (!_lastWriteFailed)
        {
            _lastWriteFailed = true;
            options.Checkpoints!.Postpone();
            progress.Warn($"no checkpoint after step {Step}: {e.Message}; training goes on until the next one is due");
        }
    }

    private void TakeStep<TBatch>(ITrainingObjective<TBatch> objective, TBatch batch)
    {
        var rate = schedule.Rate(Step);
        var sums = new TermSums();
        foreach (var part in objective.Parts(batch)) Differentiate(objective, part, batch, sums);
        if (sums.IsEmpty)
        {
            (Step, _piecesHere) = (Step + 1, _piecesHere + objective.Pieces(batch));
            return;
        }
        var norm = Times.Measure("optimizer", () => optimizer.Step(rate));
        if (!double.IsFinite(norm))
        {
            var name = optimizer.FindNonFiniteGradient() ?? "all parameters together";
            throw Diverged(objective, batch, $"the gradient of {name} is not finite");
        }
        (Step, _stepsHere, _piecesHere) = (Step + 1, _stepsHere + 1, _piecesHere + objective.Pieces(batch));
        Report(sums.Total, sums.Means(), rate, norm);
    }

    // Adds the gradients of a part to those at hand.
    private void Differentiate<TBatch>(ITrainingObjective<TBatch> objective, TBatch part, TBatch batch, TermSums sums)
    {
        using var scope = NewDisposeScope();
        var terms = Times.Measure("forward", () => objective.Loss(part, new TrainingStep(Step, schedule.TotalSteps, Times)));
        if (terms.Count == 0) return;
        foreach (var term in terms)
        {
            var value = term.Value.ToDouble();
            if (!double.IsFinite(value)) throw Diverged(objective, batch, $"loss term '{term.Name}' is {Number(value)}");
            sums.Add(term.Name, term.Weight, value);
        }
        Times.Measure("backward", () => Backward(terms));
    }

    private static bool Backward(IReadOnlyList<LossTerm> terms)
    {
        LossTerm.Total(terms).backward();
        return true;
    }

    private void Report(double loss, KeyValuePair<string, double>[] values, double rate, double norm)
    {
        var seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        progress.Report(new TrainingStatus(options.Stage, Step, schedule.TotalSteps)
        {
            Loss = loss,
            Terms = values,
            LearningRate = rate,
            GradientNorm = norm,
            Score = Score,
            PiecesPerSecond = _piecesHere / seconds,
            Remaining = Duration(seconds / _stepsHere * Math.Max(0, schedule.TotalSteps - Step)),
        });
    }

    // More than a TimeSpan holds is years in any case.
    private static TimeSpan Duration(double seconds) =>
        seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;

    // Before the weights are scored or written: what is not finite must neither replace a checkpoint nor look like a broken model file.
    private void ThrowIfWeightsDiverged<TBatch>(ITrainingObjective<TBatch> objective, TBatch batch)
    {
        if (optimizer.FindNonFiniteWeight() is not { } name) return;
        throw Explain(objective, batch, Step - 1, $"weights of {name} are not finite after it", "The last checkpoint before it is kept");
    }

    private TrainingDivergedException Diverged<TBatch>(ITrainingObjective<TBatch> objective, TBatch batch, string reason)
    {
        optimizer.ClearGradients();
        TryWriteCheckpoint();
        return Explain(objective, batch, Step, reason, "The weights before that step are kept");
    }

    private TrainingDivergedException Explain<TBatch>(
        ITrainingObjective<TBatch> objective, TBatch batch, long step, string reason, string kept)
    {
        var where = "";
        if (options.Folder is not null)
        {
            var path = Path.Combine(options.Folder, string.Create(CultureInfo.InvariantCulture, $"diverged-step-{step}.txt"));
            AtomicFile.WriteText(path, string.Concat(objective.Sentences(batch).Select(sentence => sentence + "\n")));
            where = $"; its sentences are in {path}";
        }
        return new TrainingDivergedException(string.Create(CultureInfo.InvariantCulture,
            $"training diverged in step {step} (of {schedule.TotalSteps}, counted from 0): {reason}{where}. {kept}; try a lower rate"));
    }

    private TrainingSnapshot Snapshot()
    {
        optimizer.CatchUp();
        return new TrainingSnapshot
        {
            Position = new TrainingPosition(Step, optimizer.Steps, options.Dropout?.Taken ?? 0),
            Kept = options.Kept(),
            Weights = optimizer.Parameters.Select(entry => Modeling.Weights.Copy(entry.Name, entry.Parameter))
                .ToDictionary(weight => weight.Name),
            Moments = optimizer.Moments().SelectMany(moments => new[]
            {
                new WeightTensor(moments.Name + ".mean", [moments.Mean.Length], moments.Mean),
                new WeightTensor(moments.Name + ".square", [moments.Square.Length], moments.Square),
            }).ToDictionary(moment => moment.Name),
        };
    }

    private void Restore(TrainingSnapshot snapshot)
    {
        foreach (var (name, parameter) in optimizer.Parameters) Weights.Set(parameter, Find(snapshot.Weights, name));
        optimizer.Restore(snapshot.Position.OptimizerSteps,
            name => (Find(snapshot.Moments, name + ".mean").Values, Find(snapshot.Moments, name + ".square").Values));
        options.Dropout?.Taken = snapshot.Position.DropoutMasksTaken;
        Step = snapshot.Position.Step;
    }

    private static WeightTensor Find(IReadOnlyDictionary<string, WeightTensor> tensors, string name) =>
        tensors.TryGetValue(name, out var tensor)
            ? tensor
            : throw new ArgumentException($"the checkpoint is of another model: it lacks {name}");

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
