using TinyBertPipeline.Core.Configuration;

namespace TinyBertPipeline.Pipeline;

/// <summary>Limits on test scores, 0 to 1; a missed one ends the run with exit code 6.</summary>
public sealed record PipelineGates
{
    /// <summary>Least score of the teacher in the task's metric.</summary>
    [FormerNames("minTeacherF1")]
    public double? MinTeacherScore { get; init; }

    /// <summary>Most score of the teacher: above it the task is too easy to show anything.</summary>
    [FormerNames("maxTeacherF1")]
    public double? MaxTeacherScore { get; init; }

    /// <summary>Least share of the teacher's score that the student keeps.</summary>
    public double? MinRetention { get; init; }

    /// <summary>Everything that is wrong with the options, in words.</summary>
    public IEnumerable<string> Faults() => new (string Key, double? Value)[]
        { ("minTeacherScore", MinTeacherScore), ("maxTeacherScore", MaxTeacherScore), ("minRetention", MinRetention) }
        .Where(limit => limit.Value is not (null or (>= 0 and <= 10))).Select(limit => $"{limit.Key}: {limit.Value}, expected a share from 0 on");
}
