using System.Diagnostics;
using System.Globalization;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Optimization;
using TinyBertPipeline.Training.Resuming;
using TinyBertPipeline.Training.Tasks;

namespace TinyBertPipeline.Training.FineTuning;

/// <summary>Trains a network on its labels; the weights with the best score on dev are kept.</summary>
internal sealed class FineTuningTraining
{
    private readonly FineTuningOptions _options;
    private readonly FineTuningInputs _inputs;
    private readonly BertTaskModel _network;
    private readonly UnfinishedRun _run;
    private readonly EpochBatches<TaskExample> _batches;

    /// <param name="options">The run's options.</param>
    /// <param name="inputs">What it starts from.</param>
    /// <param name="network">The network; it is changed.</param>
    /// <param name="run">What decides the run.</param>
    public FineTuningTraining(FineTuningOptions options, FineTuningInputs inputs, BertTaskModel network, UnfinishedRun run)
    {
        (_options, _inputs, _network, _run) = (options, inputs, network, run);
        _batches = new EpochBatches<TaskExample>(
            inputs.Train.Examples(), example => example.Input.Length, options.BatchPieces, epochs: 1, options.Seed,
            options.BatchSentences ?? int.MaxValue);
        var load = new FineTuningLoad(StepsPerEpoch, FineTuningInputs.Pieces(inputs.Train), FineTuningInputs.Pieces(inputs.Dev));
        Plan = new FineTuningPlan(options, ModelSize.Of(inputs.Model.Config), load, () => FittingSteps(load));
        _batches.Count = Plan.Steps;
    }

    /// <summary>How long and how fast it trains.</summary>
    public FineTuningPlan Plan { get; }

    /// <summary>Batches of one pass over the training file.</summary>
    public int StepsPerEpoch => _batches.StepsPerEpoch;

    /// <summary>Goes through the steps.</summary>
    /// <param name="checkpoints">Where checkpoints go.</param>
    /// <param name="progress">Follows the training.</param>
    /// <param name="cancellation">Ends the run after a step, with a checkpoint.</param>
    /// <exception cref="TrainingDivergedException">A loss or gradient is not finite.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public TrainingSession Run(string checkpoints, ITrainingProgress progress, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        foreach (var line in Plan.Describe(PrecisionChoice.Name(_run.UsesBFloat16))) progress.Note(line);
        var session = new TrainingSession(_network, new DevEvaluation(_inputs.Model, _inputs.Dev).Of(_network), new SessionOptions
        {
            Identity = _run.Identity,
            Folder = _options.Out,
            Checkpoints = _options.Checkpoints,
            KeepsBest = true,
            Describe = Describe,
        }, progress);
        using var dropout = _options.Dropout > 0 ? new DropoutMasks(_options.Seed) : null;
        var pass = new PassOptions { Dropout = dropout, UseBFloat16 = _run.UsesBFloat16 };
        var objective = new LabelObjective(_network, _inputs.Model.Tokenizer.Vocabulary, pass);
        var headFactor = _options.HeadRateFactor(Plan.LearningRate);
        session.Run(new TrainingStage<TaskExample[]>("fine-tuning", objective, _batches)
        {
            Schedule = WarmupLinearSchedule.Create(Plan.LearningRate, _options.Warmup, Plan.Steps),
            RateFactor = name => name.StartsWith(BertTaskModel.EncoderPrefix, StringComparison.Ordinal) ? 1 : headFactor,
            Trained = [_network],
            Optimizer = new AdamWOptions { WeightDecay = _options.WeightDecay },
            Dropout = dropout,
            ScoredSteps = Plan.ScoredSteps(),
            HasEnded = () => Plan.HasEnded(session.Scores) || Stopwatch.GetElapsedTime(start) > Budget,
            Average = Plan.Averages ? WeightAverage.Over(_network, Plan.Steps) : null,
            Checkpoints = checkpoints,
        }, cancellation);
        return session;
    }

    private TimeSpan? Budget => _options.Budget is { } text ? TrainingBudget.TryParse(text) : null;

    // Measured once: a run that goes on has the schedule that it began with.
    private long FittingSteps(FineTuningLoad load) => _run.Measure("steps", () =>
        new FineTuningSpeed(_inputs, _network, load).FittingSteps(Budget!.Value, _batches, _options, _run.UsesBFloat16));

    private string Describe(TrainingScore score)
    {
        if (score.Stage == TrainingSession.Average) return "average of the last weights";
        return _options.Epochs is { } epochs && score.Step % StepsPerEpoch == 0
            ? string.Create(CultureInfo.InvariantCulture, $"epoch {score.Step / StepsPerEpoch} of {epochs}: loss {score.Loss:F4}")
            : string.Create(CultureInfo.InvariantCulture, $"step {score.Step} of {Plan.Steps}: loss {score.Loss:F4}");
    }
}
