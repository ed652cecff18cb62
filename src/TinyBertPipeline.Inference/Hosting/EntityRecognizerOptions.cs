using TinyBertPipeline.Inference.Precisions;

namespace TinyBertPipeline.Inference.Hosting;

/// <summary>How a service's recognizer is opened; may be bound to a section of the configuration.</summary>
public sealed class EntityRecognizerOptions
{
    /// <summary>The bundle's folder, with the engine's derived model in it.</summary>
    public string Bundle { get; set; } = "";

    /// <summary>One of <see cref="EngineFactory.Names"/>.</summary>
    public string Engine { get; set; } = EngineFactory.Onnx;

    /// <summary>One of <see cref="ModelPrecision.Names"/>.</summary>
    public string Precision { get; set; } = ModelPrecision.F32;

    /// <summary>Threads of one inference; 1 suits many callers at once, 0 takes all processors for each.</summary>
    public int Threads { get; set; } = 1;

    /// <summary>OpenVINO: inferences at the same time; 0 makes as many as the processors allow with <see cref="Threads"/> each.</summary>
    public int Streams { get; set; }

    /// <summary>OpenVINO: the folder with its libraries, or null for the usual places.</summary>
    public string? OpenVinoFolder { get; set; }

    internal EngineSettings ToSettings() => new()
    {
        Threads = Threads,
        Streams = Streams,
        Precision = Precision,
        OpenVinoFolder = OpenVinoFolder,
        Spin = false,       // a service's processors have other work, too
    };
}
