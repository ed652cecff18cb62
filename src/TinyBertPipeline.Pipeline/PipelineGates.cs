namespace TinyBertPipeline.Pipeline;

/// <summary>Limits on test scores, 0 to 1; a missed one ends the run with exit code 6.</summary>
public sealed record PipelineGates
{
    /// <summary>Least F1 of the teacher.</summary>
    public double? MinTeacherF1 { get; init; }

    /// <summary>Most F1 of the teacher: above it the task is too easy to show anything.</summary>
    public double? MaxTeacherF1 { get; init; }

    /// <summary>Least share of the teacher's F1 that the student keeps.</summary>
    public double? MinRetention { get; init; }
}
