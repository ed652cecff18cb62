using System.Diagnostics;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Optimization;
using TinyBertPipeline.Training.Pretraining.Recipe;
using TinyBertPipeline.Training.Pretraining.Text;

namespace TinyBertPipeline.Training.Pretraining;

/// <summary>How long a step takes on this machine, tried on a network that is then thrown away.</summary>
/// <param name="options">The run's options.</param>
/// <param name="inputs">Its text and sizes.</param>
/// <param name="useBFloat16">What matrix products are computed in.</param>
internal sealed class SpeedTrial(PretrainingOptions options, PretrainingInputs inputs, bool useBFloat16)
{
    private const int WarmUpSteps = 2;
    private const double Seconds = 4;
    private const int LeastSteps = 3;
    private const long EndlessSteps = 1_000_000_000;

    // Evaluations, checkpoints and the start take their part of the budget.
    private const double TrainingShare = 0.95;

    /// <summary>The steps that the budget allows.</summary>
    public PretrainingPlan Plan(IPieceSequences? shorter, IPieceSequences whole, CancellationToken cancellation)
    {
        var sizes = new BatchSizes(options.BatchPieces, 1, 0);
        var share = shorter is null ? 0 : options.ShortShare;
        var seconds = (1 - share) * Time(whole, sizes, cancellation) + (shorter is null ? 0 : share * Time(shorter, sizes, cancellation));
        var parts = (long)(options.Budget * 60 * TrainingShare / seconds);
        var steps = new BatchSizes(options.BatchPieces, options.Accumulation, options.Ramp).StepsFor(parts * options.BatchPieces);
        return PretrainingPlan.Of(steps, share);
    }

    private double Time(IPieceSequences sequences, BatchSizes sizes, CancellationToken cancellation)
    {
        using var network = inputs.CreateNetwork(SilentProgress.Instance);
        using var optimizer = new AdamW(new AdamWOptions(), network);
        using var dropout = options.Dropout > 0 ? new DropoutMasks(options.Seed) : null;
        var objective = new PretrainingObjective(
            network, inputs.Tokenizer.Vocabulary, new PassOptions { Dropout = dropout, UseBFloat16 = useBFloat16 });
        var batches = new PretrainingBatches([new PretrainingPhase(sequences, EndlessSteps)], inputs.Masker, sizes, options.Seed);
        var schedule = WarmupLinearSchedule.Create(options.PeakRate, 1, EndlessSteps);
        var loop = new TrainingLoop(optimizer, schedule, new TrainingLoopOptions { Dropout = dropout }, SilentProgress.Instance);
        loop.Run(objective, batches, WarmUpSteps, cancellation);
        var start = Stopwatch.GetTimestamp();
        while (loop.Step < WarmUpSteps + LeastSteps || Stopwatch.GetElapsedTime(start).TotalSeconds < Seconds)
            loop.Run(objective, batches, loop.Step + 1, cancellation);
        return Stopwatch.GetElapsedTime(start).TotalSeconds / (loop.Step - WarmUpSteps);
    }
}
