namespace TinyBertPipeline.Inference;

/// <summary>How an engine is opened from a bundle; what the bundle itself knows is not repeated here.</summary>
public sealed record EngineSettings
{
    /// <summary>Threads of one inference; 0 takes all processors that the process may use.</summary>
    public int Threads { get; init; }

    /// <summary>OpenVINO: the precision of the computation, <c>f32</c> or <c>bf16</c>.</summary>
    public string Precision { get; init; } = "f32";

    /// <summary>OpenVINO: independent streams of execution; 0 leaves the number to OpenVINO.</summary>
    public int Streams { get; init; }

    /// <summary>OpenVINO: the folder with its libraries, or null for the usual places.</summary>
    public string? OpenVinoFolder { get; init; }

    /// <summary>ONNX Runtime: whether idle threads wait actively; switch it off where several engines take turns.</summary>
    public bool Spin { get; init; } = true;

    /// <summary>Is told what a user should know although the model is used.</summary>
    public Action<string>? Warn { get; init; }
}
