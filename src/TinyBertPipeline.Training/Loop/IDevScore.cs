using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Training.Loop;

/// <summary>Scores what is being trained on data that is not trained on.</summary>
internal interface IDevScore
{
    /// <summary>The score of the weights at hand; the highest value is the best.</summary>
    TaskScore Score(CancellationToken cancellation);

    /// <summary>A score for people, for example <c>dev F1 87.57</c>.</summary>
    string Describe(TaskScore score);
}
