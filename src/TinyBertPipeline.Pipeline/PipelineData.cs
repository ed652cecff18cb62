namespace TinyBertPipeline.Pipeline;

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
}
