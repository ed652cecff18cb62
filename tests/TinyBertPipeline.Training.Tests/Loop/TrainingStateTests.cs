using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Training.Tests.Loop;

public sealed class TrainingStateTests
{
    // Scores of steps in order, that of the average of the last weights, what they are a share of, and the score that is kept.
    [Theory]
    [InlineData("the highest step, by chance", new[] { 0.50, 0.60, 0.58 }, 0.59, 800, 0.59)]
    [InlineData("a step that is better by more than chance", new[] { 0.50, 0.62, 0.58 }, 0.59, 8000, 0.62)]
    [InlineData("the average is the highest", new[] { 0.50, 0.60, 0.58 }, 0.61, 8000, 0.61)]
    [InlineData("a score that is no share knows no chance", new[] { 0.50, 0.60, 0.58 }, 0.599, 0, 0.60)]
    [InlineData("a small file does not excuse everything", new[] { 0.50, 0.70, 0.58 }, 0.65, 10, 0.70)]
    public void TheAverageOfTheLastWeightsIsKeptUnlessAStepIsBetterByMoreThanChance(string what, double[] steps, double average, int items, double kept)
    {
        var state = new TrainingState(new JsonObject(), "run", new TermMeans(new RecordingProgress()));
        foreach (var value in steps) state.Add(Score("fine-tuning", value, items), null);
        Assert.Equal(steps.Max(), state.Best!.Score.Value);
        var asked = false;
        state.Add(Score(TrainingSession.Average, average, items), () => { asked = true; return []; });
        Assert.True(kept == state.Best.Score.Value, $"{what}: {state.Best.Score.Value}");
        Assert.Equal(kept == average, asked);
    }

    private static TrainingScore Score(string stage, double value, int items) => new()
    {
        Stage = stage,
        Step = 1,
        Pieces = 0,
        Seconds = 0,
        Losses = new Dictionary<string, double>(),
        Score = new TaskScore("f1", value, new Dictionary<string, double>()) { Items = items },
    };
}
