using System.Diagnostics;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Optimization;
using TinyBertPipeline.Training.Tasks;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.FineTuning;

/// <summary>Measures a few steps of a fine-tuning and a part of dev, and leaves the weights as they are.</summary>
/// <param name="inputs">What it starts from.</param>
/// <param name="network">The network.</param>
/// <param name="load">What there is to do.</param>
internal sealed class FineTuningSpeed(FineTuningInputs inputs, BertTaskModel network, FineTuningLoad load)
{
    private const int MeasuredSteps = 5;
    private const int MeasuredItems = 100;
    private const double UsedShare = 0.9;                   // of a budget: reading, writing and other work take the rest

    /// <summary>The steps that fit into a time together with the scores on dev.</summary>
    public long FittingSteps(TimeSpan budget, IBatchSource<TaskExample[]> batches, FineTuningOptions options, bool useBFloat16)
    {
        var seconds = UsedShare * budget.TotalSeconds;
        var (step, dev) = (StepSeconds(batches, options, useBFloat16), DevSeconds());
        long Within(double left, double each) => Math.Max(1, (long)(left / each));
        var often = Within(seconds - dev, step + dev / load.UsualScoreSteps);
        return often / FineTuningDefaults.FewestScores >= load.UsualScoreSteps
            ? often
            : Within(seconds - (FineTuningDefaults.FewestScores + 1) * dev, step);
    }

    // A rate of 0 takes all the time of a step and changes nothing. The first step is not counted: it draws dropout masks.
    private double StepSeconds(IBatchSource<TaskExample[]> batches, FineTuningOptions options, bool useBFloat16)
    {
        using var optimizer = new AdamW(new AdamWOptions { WeightDecay = options.WeightDecay }, network);
        using var dropout = options.Dropout > 0 ? new DropoutMasks(options.Seed) : null;
        var objective = new LabelObjective(
            network, inputs.Model.Tokenizer.Vocabulary, new PassOptions { Dropout = dropout, UseBFloat16 = useBFloat16 });
        var (start, count) = (0L, Math.Min(MeasuredSteps, (int)batches.Count));
        for (var number = 0; number <= count; number++)
        {
            if (number == 1) start = Stopwatch.GetTimestamp();
            using var scope = NewDisposeScope();
            var place = number * batches.Count / (count + 1);
            var terms = objective.Loss(batches[place], new TrainingStep(0, batches.Count, new TrainingTimes()));
            if (terms.Count == 0) continue;
            LossTerm.Total(terms).backward();
            optimizer.Step(0);
        }
        return Stopwatch.GetElapsedTime(start).TotalSeconds / count;
    }

    private double DevSeconds()
    {
        var count = inputs.Dev.Items.Count;
        int[] some = [.. Enumerable.Range(0, Math.Min(count, MeasuredItems)).Select(item => (int)((long)item * count / Math.Min(count, MeasuredItems)))];
        var part = inputs.Dev.Pick(some);
        var pieces = FineTuningInputs.Pieces(part);
        var evaluation = new DevEvaluation(inputs.Model, part);
        var start = Stopwatch.GetTimestamp();
        evaluation.Score(network, CancellationToken.None);
        return Stopwatch.GetElapsedTime(start).TotalSeconds * load.DevPieces / Math.Max(1, pieces);
    }
}
