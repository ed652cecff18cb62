using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Training.Loop;

/// <summary>How a training stood at a step at which it was scored.</summary>
public sealed record TrainingScore
{
    /// <summary>What was trained: the stage, or <c>start</c> before any training.</summary>
    public required string Stage { get; init; }

    /// <summary>Steps done in the stage.</summary>
    public required long Step { get; init; }

    /// <summary>Word pieces seen in all stages, padding not counted.</summary>
    public required long Pieces { get; init; }

    /// <summary>Seconds of training in all stages, evaluation and interruptions not counted.</summary>
    public required double Seconds { get; init; }

    /// <summary>Means since the score before: of the whole <c>loss</c> and of each term without its weight.</summary>
    public required IReadOnlyDictionary<string, double> Losses { get; init; }

    /// <summary>The score on the development file.</summary>
    public required TaskScore Score { get; init; }

    /// <summary>The mean loss; NaN before any training.</summary>
    internal double Loss => Term(TermMeans.Loss);

    /// <summary>The mean of a term; NaN where there was none.</summary>
    internal double Term(string name) => Losses.TryGetValue(name, out var mean) ? mean : double.NaN;
}
