using TinyBertPipeline.Core.Configuration;
using static System.FormattableString;

namespace TinyBertPipeline.Training.Resuming;

/// <summary>When checkpoints are written and how many stay.</summary>
public sealed record CheckpointOptions
{
    /// <summary>Minutes between two checkpoints; 0: not by time. One is always written when a run is interrupted.</summary>
    public double Minutes { get; init; } = 10;

    /// <summary>Steps between two checkpoints; 0: not by steps.</summary>
    public long Steps { get; init; }

    /// <summary>How many checkpoints are kept, 1 at least.</summary>
    public int Keep { get; init; } = 2;

    /// <summary>Every fault of the options.</summary>
    public IEnumerable<string> Faults() => OptionsFaults.Where(
        (Minutes is not >= 0, Invariant($"minutes: {Minutes}, expected 0 or more")),
        (Steps < 0, Invariant($"steps: {Steps}, expected 0 or more")),
        (Keep < 1, Invariant($"keep: {Keep}, expected 1 or more")));
}
