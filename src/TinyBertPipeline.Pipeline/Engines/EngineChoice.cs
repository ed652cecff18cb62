using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Inference;

namespace TinyBertPipeline.Pipeline.Engines;

/// <summary>How engines are opened and used.</summary>
public sealed record EngineChoice
{
    /// <summary>Threads, precision, OpenVINO's folder, warnings.</summary>
    public EngineSettings Settings { get; init; } = new();

    /// <summary>Windows, decoding and batch size of the tagger.</summary>
    public TaggerOptions Tagging { get; init; } = new();
}
