using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Labeling.Paths;

namespace TinyBertPipeline.Core.Evaluation.Calibration;

/// <summary>
/// An operating point that is fitted on labelled sentences: six biases by coordinate search, in halving steps from no bias. Few numbers and
/// coarse steps keep what is found on one sample near to what holds on another.
/// </summary>
/// <param name="Goal">What it was fitted to.</param>
/// <param name="Point">The biases.</param>
/// <param name="Score">All sentences at the point, in the unit of the goal.</param>
/// <param name="Unbiased">All sentences without biases, in the unit of the goal.</param>
public sealed record OperatingPointFit(OperatingGoal Goal, OperatingPoint Point, EntityScore Score, EntityScore Unbiased)
{
    /// <summary>Whether the goal's least value is reached; biases alone cannot reach any.</summary>
    public bool IsMet => Goal.IsMetBy(Score);

    private const double FirstStep = 4;
    private const double LastStep = 1.0 / 16;
    private const double Furthest = 32;

    // The first direction turns all words alike and moves most; the others trade one kind of step against another.
    private static readonly Func<OperatingPoint, double, OperatingPoint>[] _directions =
    [
        (point, step) => point with { BackgroundStay = point.BackgroundStay - step, BackgroundToStart = point.BackgroundToStart + step },
        (point, step) => point with { BackgroundStay = point.BackgroundStay + step },
        (point, step) => point with { BackgroundToStart = point.BackgroundToStart + step },
        (point, step) => point with { InsideToContinue = point.InsideToContinue + step },
        (point, step) => point with { InsideToEnd = point.InsideToEnd + step },
        (point, step) => point with { EndToBackground = point.EndToBackground + step },
        (point, step) => point with { EndToStart = point.EndToStart + step },
    ];

    /// <summary>Fits a point. The result depends on the sentences alone, whatever the number of processors.</summary>
    /// <param name="labels">The labels in the order of the logits.</param>
    /// <param name="transitions">The head's own transitions; null for none.</param>
    /// <param name="sentences">Logits and gold labels.</param>
    /// <param name="goal">What to fit to.</param>
    /// <param name="legalOnly">Whether only paths that the labels' scheme allows are decoded.</param>
    /// <param name="repair">What becomes of labels that the scheme does not allow before entities are counted.</param>
    /// <exception cref="ArgumentException">There is no gold entity, or a sentence has another number of logits than words x labels.</exception>
    public static OperatingPointFit Fit(
        LabelSet labels, PathTransitions? transitions, IReadOnlyList<ScoredSentence> sentences, OperatingGoal goal,
        bool legalOnly = true, LabelRepair repair = LabelRepair.None)
    {
        if (!sentences.Any(sentence => sentence.Gold.Any(labels.IsEntity))) throw new ArgumentException("there is no gold entity to fit to", nameof(sentences));
        var own = transitions ?? PathTransitions.Zero(labels.Count);
        var point = new OperatingPoint();
        var unbiased = Score(point);
        var score = unbiased;
        for (var step = FirstStep; step >= LastStep;)
        {
            var before = point;
            foreach (var direction in _directions) Move(direction, step);
            foreach (var direction in _directions) Move(direction, -step);
            if (point == before) step /= 2;
        }
        return new(goal, point, score, unbiased);

        void Move(Func<OperatingPoint, double, OperatingPoint> direction, double step)
        {
            while (direction(point, step) is var next && IsNear(next) && Score(next) is var found && goal.Prefers(found, score))
                (point, score) = (next, found);
        }

        EntityScore Score(OperatingPoint at)
        {
            var decoder = new PathDecoder(labels, own.Plus(at.ToTransitions(labels)), legalOnly);
            var counts = new EntityCounts[sentences.Count];
            Parallel.For(0, counts.Length, i =>
            {
                var path = decoder.BestPath(sentences[i].Logits, sentences[i].Gold.Length);
                counts[i] = PathCounts.Of(labels, sentences[i].Gold, path, goal.Unit, repair);
            });
            return counts.Aggregate(default(EntityCounts), (sum, count) => sum + count).Score();
        }
    }

    private static bool IsNear(OperatingPoint point)
    {
        double[] biases =
        [
            point.BackgroundStay, point.BackgroundToStart, point.InsideToContinue, point.InsideToEnd, point.EndToBackground, point.EndToStart,
        ];
        return biases.All(bias => Math.Abs(bias) <= Furthest);
    }
}
