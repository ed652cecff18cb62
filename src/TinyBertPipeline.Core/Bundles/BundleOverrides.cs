using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Core.Bundles;

/// <summary>What a user says of a model otherwise than its folder does.</summary>
public sealed record BundleOverrides
{
    /// <summary>Nothing.</summary>
    public static BundleOverrides None { get; } = new();

    /// <summary>The labels in the order of the logits, for a folder whose config has none; null takes those of the config.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>The settings that shall be others than the folder's.</summary>
    public BundleSettings Settings { get; init; } = new();

    /// <summary>
    /// Name of the operating point in the folder's <see cref="Labeling.Paths.OperatingPointFile"/> that labels are decoded at; null for none.
    /// </summary>
    public string? OperatingPoint { get; init; }

    /// <summary>The task, for a folder whose config does not name it; null takes the config's.</summary>
    public ITask? Task { get; init; }
}
