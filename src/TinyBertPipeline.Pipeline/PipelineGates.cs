using TinyBertPipeline.Core.Configuration;
using static System.FormattableString;

namespace TinyBertPipeline.Pipeline;

/// <summary>Limits on test scores, 0 to 1; a missed one ends the run with exit code 6.</summary>
public sealed record PipelineGates
{
    private const double MostRetention = 2;

    /// <summary>Least score of the teacher in the task's metric.</summary>
    [FormerNames("minTeacherF1")]
    public double? MinTeacherScore { get; init; }

    /// <summary>Most score of the teacher: above it the task is too easy to show anything.</summary>
    [FormerNames("maxTeacherF1")]
    public double? MaxTeacherScore { get; init; }

    /// <summary>Least share of the teacher's score that the student keeps.</summary>
    public double? MinRetention { get; init; }

    /// <summary>Everything that is wrong with the options, in words.</summary>
    public IEnumerable<string> Faults() => OptionsFaults.Where(
        (MinTeacherScore is not (null or (>= 0 and <= 1)), Invariant($"minTeacherScore: {MinTeacherScore}, expected 0 to 1 (0.8 for 80 %)")),
        (MaxTeacherScore is not (null or (>= 0 and <= 1)), Invariant($"maxTeacherScore: {MaxTeacherScore}, expected 0 to 1 (0.8 for 80 %)")),
        (MinRetention is not (null or (>= 0 and <= MostRetention)),
            Invariant($"minRetention: {MinRetention}, expected 0 to {MostRetention}, a share of the teacher's score (0.98 for 98 %)")));
}
