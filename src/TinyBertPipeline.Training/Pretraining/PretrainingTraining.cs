using System.Globalization;
using TinyBertPipeline.Core;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Optimization;
using TinyBertPipeline.Training.Pretraining.Recipe;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Training.Pretraining;

/// <summary>Trains a network on raw text; the weights with the lowest perplexity on held-out text are kept.</summary>
/// <param name="options">The run's options.</param>
/// <param name="inputs">What it starts from.</param>
/// <param name="network">The network; it is changed.</param>
/// <param name="progress">Follows the training.</param>
internal sealed class PretrainingTraining(
    PretrainingOptions options, PretrainingInputs inputs, PretrainingModel network, ITrainingProgress progress)
{
    /// <summary>Goes through the steps.</summary>
    /// <param name="run">What decides the run.</param>
    /// <param name="checkpoints">Where checkpoints go.</param>
    /// <param name="cancellation">Ends the run after a step, with a checkpoint.</param>
    /// <exception cref="TrainingDivergedException">A loss or gradient is not finite.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public TrainingSession Run(UnfinishedRun run, string checkpoints, CancellationToken cancellation)
    {
        var whole = inputs.Learnt(options.Length);
        var shorter = options.ShortLength > 0 ? inputs.Learnt(options.ShortLength) : null;
        var sizes = new BatchSizes(options.BatchPieces, options.Accumulation, options.Ramp);
        var plan = PretrainingPlan.Begin(checkpoints, () => options.Pieces > 0
            ? PretrainingPlan.Of(sizes.StepsFor(options.Pieces), shorter is null ? 0 : options.ShortShare)
            : new SpeedTrial(options, inputs, run.UsesBFloat16).Plan(shorter, whole, cancellation));
        progress.Note(string.Create(CultureInfo.InvariantCulture,
            $"{plan.Describe()} steps; matrix products in {PrecisionChoice.Name(run.UsesBFloat16)}"));
        var vocabulary = inputs.Tokenizer.Vocabulary;
        var plain = new PassOptions { UseBFloat16 = run.UsesBFloat16 };
        var dev = new PretrainingScore(network, inputs.Held(), inputs.Masker, vocabulary, options.BatchPieces, plain);
        var session = new TrainingSession(network, dev, new SessionOptions
        {
            Identity = run.Identity,
            Folder = options.Out,
            Checkpoints = options.Checkpoints,
            KeepsBest = true,
            ScoresStart = options.Model is not null,
            Describe = score => score.Step == 0 ? $"before step 1 of {plan.Steps}" : string.Create(CultureInfo.InvariantCulture,
                $"step {score.Step} of {plan.Steps}: loss {score.Term(PretrainingObjective.MaskedPieces):F4}"),
        }, progress);
        using var dropout = options.Dropout > 0 ? new DropoutMasks(options.Seed) : null;
        var phases = new List<PretrainingPhase> { new(whole, plan.LongSteps) };
        if (shorter is not null && plan.ShortSteps > 0) phases.Insert(0, new PretrainingPhase(shorter, plan.ShortSteps));
        var batches = new PretrainingBatches(phases, inputs.Masker, sizes, options.Seed);
        session.Run(new TrainingStage<PretrainingBatch>(
            "pre-training", new PretrainingObjective(network, vocabulary, plain with { Dropout = dropout }), batches)
        {
            Schedule = WarmupLinearSchedule.Create(options.PeakRate, options.Warmup, batches.Count),
            RateFactor = name => inputs.HasNewHead && !name.StartsWith(PretrainingModel.EncoderPrefix, StringComparison.Ordinal) ? options.NewHeadFactor : 1,
            Trained = [network],
            Optimizer = new AdamWOptions { WeightDecay = options.WeightDecay },
            Dropout = dropout,
            ScoredSteps = plan.ScoredSteps(options.Evaluations),
            Checkpoints = checkpoints,
        }, cancellation);
        return session;
    }
}
