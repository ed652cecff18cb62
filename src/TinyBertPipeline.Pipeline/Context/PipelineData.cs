using TinyBertPipeline.Core.Configuration;

namespace TinyBertPipeline.Pipeline.Context;

/// <summary>The inputs of a run.</summary>
public sealed record PipelineData
{
    /// <summary>Labelled training file.</summary>
    public string Train { get; init; } = "";

    /// <summary>Labelled development file: choices are made on it.</summary>
    public string Dev { get; init; } = "";

    /// <summary>Labelled test file: only reported; the dev file when empty.</summary>
    public string Test { get; init; } = "";

    /// <summary>Raw text for distillation: files and folders; may be empty.</summary>
    public IReadOnlyList<string> Raw { get; init; } = [];

    /// <summary>Everything that is wrong with the options, in words.</summary>
    public IEnumerable<string> Faults() => OptionsFaults.Where(
        (string.IsNullOrEmpty(Train), "train: a labelled training file is needed"),
        (string.IsNullOrEmpty(Dev), "dev: a labelled development file is needed"),
        (Test is null, "test: null; expected a labelled file, or leave the key out"),
        (Raw is null || Raw.Any(string.IsNullOrEmpty), "raw: expected a list of files and folders"));
}
