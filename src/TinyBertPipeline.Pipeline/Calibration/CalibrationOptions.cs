using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Evaluation.Calibration;
using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Pipeline.Calibration;

/// <summary>What a calibration fits, and on what.</summary>
public sealed record CalibrationOptions
{
    /// <summary>Labelled file that everything is fitted on: dev, not what the model was trained on.</summary>
    public required string Data { get; init; }

    /// <summary>Labelled file on which the result is told beside, or null.</summary>
    public string? Test { get; init; }

    /// <summary>How both are read.</summary>
    public DataOptions Reading { get; init; } = new();

    /// <summary>The engine that computes.</summary>
    public required string Engine { get; init; }

    /// <summary>The operating points to fit; each is named by its goal, <c>recall=0.95</c>. May be empty.</summary>
    public IReadOnlyList<OperatingGoal> Points { get; init; } = [];

    /// <summary>Every fault of the options.</summary>
    public IEnumerable<string> Faults() => OptionsFaults.Where(
        (Points.CountBy(point => point.ToString()).Any(point => point.Value > 1), "point: one stands twice"));
}
