using TinyBertPipeline.Training.Loop;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Loop;

/// <summary>
/// A line through points: the smallest training there is. A batch is a point (x, y); NaN as y gives a loss that is not finite.
/// </summary>
internal sealed class LineObjective(Linear line) : ITrainingObjective<(double X, double Y)>
{
    public IReadOnlyList<LossTerm> Loss((double X, double Y) batch, TrainingStep step)
    {
        if (batch.X == 0) return [];                        // nothing to learn from
        var predicted = line.forward(tensor(new[] { (float)batch.X }).view(1, 1));
        return [new LossTerm("square", (predicted - batch.Y).square().sum()), new LossTerm("size", line.weight.square().sum(), 0.01)];
    }

    public int Pieces((double X, double Y) batch) => 2;

    public IEnumerable<string> Sentences((double X, double Y) batch) => [FormattableString.Invariant($"point {batch.X} {batch.Y}")];
}
