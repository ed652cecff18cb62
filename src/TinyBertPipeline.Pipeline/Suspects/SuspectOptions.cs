using TinyBertPipeline.Core.Configuration;

namespace TinyBertPipeline.Pipeline.Suspects;

/// <summary>How likely label errors are looked for.</summary>
public sealed record SuspectOptions
{
    /// <summary>Folder of the BERT that the judges are trained from.</summary>
    public required string Model { get; init; }

    /// <summary>Parts of the file: each is judged by a model that has not seen it, nor chosen its epoch on it.</summary>
    public int Folds { get; init; } = 4;

    /// <summary>Passes of each training.</summary>
    public int Epochs { get; init; } = 3;

    /// <summary>Seed of parts and trainings.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Every fault of the options.</summary>
    public IEnumerable<string> Faults() => OptionsFaults.Where(
        (Folds < 3, $"folds: {Folds}, expected 3 or more: one is judged, one chooses the epoch, the others are trained on"),
        (Epochs < 1, $"epochs: {Epochs}, expected 1 or more"));
}
