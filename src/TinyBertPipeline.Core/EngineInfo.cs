using System.Text.Json.Serialization;

namespace TinyBertPipeline.Core;

/// <summary>What a user may know of a loaded engine before running it.</summary>
/// <param name="Name">The engine: <c>torch</c>, <c>onnx</c> or <c>openvino</c>.</param>
/// <param name="Version">The version of the runtime behind it.</param>
/// <param name="Device">The device, for example <c>CPU</c>.</param>
/// <param name="Precision">The precision it computes in, for example <c>f32</c>.</param>
/// <param name="Inputs">Names of the inputs, in the model's order.</param>
/// <param name="Outputs">Names of the outputs, in the model's order.</param>
/// <param name="VocabularySize">Number of word pieces; ids must be below it.</param>
/// <param name="MaxPositions">The longest sequence the model takes.</param>
/// <param name="UsefulRequests">How many requests at once keep the device busy.</param>
public sealed record EngineInfo(
    string Name,
    string Version,
    string Device,
    string Precision,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    int VocabularySize,
    int MaxPositions,
    int UsefulRequests)
{
    /// <summary>The only number of sequences that the model takes at once; null where it takes any.</summary>
    public int? FixedRows { get; init; }

    /// <summary>The only length of sequences that the model takes; null where it takes any. Shorter ones are padded to it.</summary>
    public int? FixedLength { get; init; }

    /// <summary>The model's tensors that its outputs do not depend on and that are needed to read them, by name.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, float[]> BesideGraph { get; init; } = new Dictionary<string, float[]>();
}
