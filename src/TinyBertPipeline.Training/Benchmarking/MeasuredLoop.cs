using System.Diagnostics;
using TinyBertPipeline.Training.Loop;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Benchmarking;

/// <summary>A training loop whose steps are timed; batches are repeated as often as it takes.</summary>
internal sealed class MeasuredLoop
{
    private readonly Func<int, int> _takeStep;              // by the number of the batch; gives its pieces
    private readonly int _batches;
    private readonly TrainingTimes _times = new();
    private readonly List<double> _passes = [];
    private long _steps;
    private long _pieces;
    private TimeSpan _time;
    private int _next;

    private MeasuredLoop(Func<TrainingTimes, Func<int, int>> takeStep, int batches) => (_takeStep, _batches) = (takeStep(_times), batches);

    /// <summary>A loop over some batches.</summary>
    /// <param name="objective">How a batch becomes a loss.</param>
    /// <param name="batches">The batches.</param>
    /// <param name="step">Takes an optimizer step with the gradients at hand and removes them.</param>
    public static MeasuredLoop Of<TBatch>(ITrainingObjective<TBatch> objective, IReadOnlyList<TBatch> batches, Action step) =>
        new(times => number => TakeStep(objective, batches[number], step, times), batches.Count);

    /// <summary>Lets loops make a pass each in turn, so that a change of the machine's load meets all.</summary>
    public static void TakeTurns(IReadOnlyList<MeasuredLoop> loops, int passes, CancellationToken cancellation)
    {
        foreach (var loop in loops) loop.WarmUp();
        for (var pass = 0; pass < passes; pass++)
        {
            foreach (var loop in loops)
            {
                cancellation.ThrowIfCancellationRequested();
                loop.Pass();
            }
        }
    }

    /// <summary>The speed of all passes so far.</summary>
    public TrainingSpeed Speed(string training, string loop, string precision) => new(training, loop, precision)
    {
        Steps = _steps,
        Pieces = _pieces,
        Time = _time,
        Passes = [.. _passes],
        Shares = _times.Parts.ToDictionary(part => part.Key, part => part.Value / _times.Total),
    };

    // A step that does not count.
    private void WarmUp()
    {
        Next();
        _times.Clear();
    }

    private void Pass()
    {
        var start = Stopwatch.GetTimestamp();
        var pieces = 0L;
        for (var i = 0; i < _batches; i++) pieces += Next();
        var time = Stopwatch.GetElapsedTime(start);
        _passes.Add(pieces / time.TotalSeconds);
        (_pieces, _time, _steps) = (_pieces + pieces, _time + time, _steps + _batches);
    }

    private int Next() => _takeStep(_next++ % _batches);

    private static int TakeStep<TBatch>(ITrainingObjective<TBatch> objective, TBatch batch, Action step, TrainingTimes times)
    {
        using var scope = NewDisposeScope();
        var terms = times.Measure("forward", () => objective.Loss(batch, new TrainingStep(0, 1, times)));
        if (terms.Count == 0) return 0;
        var loss = LossTerm.Total(terms);
        times.Measure("backward", () => Run(() => loss.backward()));
        times.Measure("optimizer", () => Run(step));
        return objective.Pieces(batch);
    }

    private static bool Run(Action work)
    {
        work();
        return true;
    }
}
