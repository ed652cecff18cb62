using System.Globalization;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Optimization;
using TinyBertPipeline.Training.Resuming;
using TinyBertPipeline.Training.Tasks;

namespace TinyBertPipeline.Training.FineTuning;

/// <summary>Trains a network on its labels, epoch by epoch; the epoch with the best score on dev is kept.</summary>
/// <param name="options">The run's options.</param>
/// <param name="inputs">What it starts from.</param>
/// <param name="network">The network; it is changed.</param>
/// <param name="progress">Follows the training.</param>
internal sealed class FineTuningTraining(
    FineTuningOptions options, FineTuningInputs inputs, BertTaskModel network, ITrainingProgress progress)
{
    private readonly EpochBatches<TaskExample> _batches = new(
        inputs.Train.Examples(), example => example.Input.Length, options.BatchPieces, options.Epochs, options.Seed,
        options.BatchSentences ?? int.MaxValue);

    /// <summary>Batches of one pass over the training file.</summary>
    public int StepsPerEpoch => _batches.StepsPerEpoch;

    /// <summary>Goes through the epochs.</summary>
    /// <param name="run">What decides the run.</param>
    /// <param name="checkpoints">Where checkpoints go.</param>
    /// <param name="cancellation">Ends the run after a step, with a checkpoint.</param>
    /// <exception cref="TrainingDivergedException">A loss or gradient is not finite.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public TrainingSession Run(UnfinishedRun run, string checkpoints, CancellationToken cancellation)
    {
        progress.Note(string.Create(CultureInfo.InvariantCulture,
            $"{_batches.Count} steps in {options.Epochs} epochs; matrix products in {PrecisionChoice.Name(run.UsesBFloat16)}"));
        var session = new TrainingSession(network.ToWeights, new DevEvaluation(inputs.Model, inputs.Dev).Of(network), new SessionOptions
        {
            Identity = run.Identity,
            Folder = options.Out,
            Checkpoints = options.Checkpoints,
            KeepsBest = true,
            Describe = score => string.Create(
                CultureInfo.InvariantCulture, $"epoch {score.Step / StepsPerEpoch} of {options.Epochs}: loss {score.Loss:F4}"),
        }, progress);
        using var dropout = options.Dropout > 0 ? new DropoutMasks(options.Seed) : null;
        var pass = new PassOptions { Dropout = dropout, UseBFloat16 = run.UsesBFloat16 };
        var objective = new LabelObjective(network, inputs.Model.Tokenizer.Vocabulary, pass);
        session.Run(new TrainingStage<TaskExample[]>("fine-tuning", objective, _batches)
        {
            Schedule = WarmupLinearSchedule.Create(options.LearningRate, options.Warmup, _batches.Count),
            RateFactor = name => name.StartsWith(BertTaskModel.EncoderPrefix, StringComparison.Ordinal) ? 1 : options.HeadRateFactor(),
            Trained = [network],
            Optimizer = new AdamWOptions { WeightDecay = options.WeightDecay },
            Dropout = dropout,
            ScoredSteps = Enumerable.Range(1, options.Epochs).Select(epoch => (long)epoch * StepsPerEpoch),
            Checkpoints = checkpoints,
        }, cancellation);
        return session;
    }
}
