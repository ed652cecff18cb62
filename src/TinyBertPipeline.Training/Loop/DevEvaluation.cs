using System.Globalization;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Engines;
using TinyBertPipeline.Training.Tasks;

namespace TinyBertPipeline.Training.Loop;

/// <summary>
/// Scores a network on the development file as the written bundle would be scored: same window, same decoder, in 32 bits.
/// </summary>
/// <param name="model">The model but for its weights.</param>
/// <param name="data">The file as that model sees it.</param>
internal sealed class DevEvaluation(ITaskModel model, ITaskData data)
{
    /// <summary>The part of the data, in the names of figures.</summary>
    public const string Part = "dev";

    /// <summary>The score of a network.</summary>
    public TaskScore Score(BertTaskModel network, CancellationToken cancellation) => Score([network], cancellation);

    /// <summary>The score of the mean of several networks' distributions.</summary>
    public TaskScore Score(IReadOnlyList<BertTaskModel> networks, CancellationToken cancellation)
    {
        using var engine = new TorchEngine(networks);
        using var predictor = new TaskPredictor(model, engine);
        return data.Score(predictor.Predict(data.Items, cancellation: cancellation));
    }

    /// <summary>The evaluation of a network while it is trained.</summary>
    public IDevScore Of(BertTaskModel network) => new DevScore(this, network);

    /// <summary>A score for people: <c>dev F1 87.57 (precision 91.18, recall 84.24)</c>.</summary>
    public static string Describe(TaskScore score)
    {
        var details = score.Details.Select(figure => string.Create(CultureInfo.InvariantCulture, $"{figure.Key} {100 * figure.Value:F2}"));
        return string.Create(CultureInfo.InvariantCulture, $"{Part} {TaskScore.Shown(score.Metric)} {100 * score.Value:F2}")
            + (score.Details.Count > 0 ? $" ({string.Join(", ", details)})" : "");
    }

    private sealed class DevScore(DevEvaluation evaluation, BertTaskModel network) : IDevScore
    {
        public TaskScore Score(CancellationToken cancellation) => evaluation.Score(network, cancellation);

        public string Describe(TaskScore score) => DevEvaluation.Describe(score);
    }
}
