using TinyBertPipeline.Core;
using TinyBertPipeline.Inference.Precisions;

namespace TinyBertPipeline.Inference;

/// <summary>How an engine is opened from a bundle; what the bundle itself knows is not repeated here.</summary>
public sealed record EngineSettings
{
    /// <summary>For one text at a time: all processors, a container's quota heeded, work on one inference.</summary>
    public static EngineSettings Latency => new();

    /// <summary>For many texts at once: one thread for each inference, as many inferences as there are processors, the quota heeded.</summary>
    public static EngineSettings Throughput => new() { Threads = 1, Spin = false, VariesLengths = true };

    /// <summary>Threads of one inference; 0 takes all processors that the process may use.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// One of <see cref="ModelPrecision.Names"/>: <c>f32</c>; <c>bf16</c>, with OpenVINO; <c>int8</c>, the bundle's quantized model; or
    /// <c>auto</c>, the fastest of them as measured at first use and kept beside the model.
    /// </summary>
    public string Precision { get; init; } = ModelPrecision.F32;

    /// <summary>OpenVINO: streams, which run one inference each at the same time; 0 derives the number from <see cref="Threads"/>.</summary>
    public int Streams { get; init; }

    /// <summary>OpenVINO: the folder with its libraries, or null for the usual places.</summary>
    public string? OpenVinoFolder { get; init; }

    /// <summary>
    /// OpenVINO: the only form of batches (rows, length) that the model is compiled for, which is faster by some per cent; or null for any.
    /// </summary>
    public (int Rows, int Length)? StaticShape { get; init; }

    /// <summary>
    /// OpenVINO: whether batches have many lengths, as those of texts (see <see cref="OpenVino.OpenVinoOptions.VariesLengths"/>).
    /// </summary>
    public bool VariesLengths { get; init; }

    /// <summary>OpenVINO: the device, CPU, GPU, NPU or AUTO.</summary>
    public string Device { get; init; } = "CPU";

    /// <summary>OpenVINO: a folder where compiled models are kept for the next start, or null.</summary>
    public string? OpenVinoCache { get; init; }

    /// <summary>ONNX Runtime: an execution provider before the processor's own, as far as the build that a program references has it, or null.</summary>
    public string? ExecutionProvider { get; init; }

    /// <summary>
    /// ONNX Runtime: whether idle threads wait actively. Switch it off where engines take turns: a waiting thread keeps the other engine off
    /// its processor, where small batches then take several times as long.
    /// </summary>
    public bool Spin { get; init; } = true;

    /// <summary>
    /// A folder for records of how long each layer takes, for engines that are to be profiled (<see cref="Profiling.IProfiledEngine"/>); or
    /// null, which is faster.
    /// </summary>
    public string? ProfileFolder { get; init; }

    /// <summary>Is told what a user should know although the model is used, for example that its origin cannot be checked.</summary>
    public IMessages Messages { get; init; } = NoMessages.Instance;
}
