using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks.Known;
using TinyBertPipeline.Inference.Engines;
using TinyBertPipeline.Inference.OpenVino.Binding;

namespace TinyBertPipeline.Inference.OpenVino;

/// <summary>How <see cref="OpenVinoEngine"/> loads and runs a model.</summary>
public sealed record OpenVinoOptions : EngineOptions
{
    /// <summary>The folder with OpenVINO's libraries, or null for the usual places (see <see cref="OpenVinoLibrary"/>).</summary>
    public string? LibraryFolder { get; init; }

    /// <summary>The device that chooses among those that there are.</summary>
    internal const string Auto = "AUTO";

    /// <summary>The device to compile for, as OpenVINO lists it (CPU, GPU, GPU.1, NPU), or AUTO.</summary>
    public string Device { get; init; } = "CPU";

    /// <summary>
    /// A folder where compiled models are kept, or null: opening again is faster by about a tenth of a second. The folder gets one below it for
    /// each set of properties, as the runtime itself would take a model that was compiled for another precision.
    /// </summary>
    public string? CacheFolder { get; init; }

    /// <summary>
    /// The precision of the computation: <c>f32</c>, or <c>bf16</c>, which is faster on processors with AMX and slower on others. OpenVINO's
    /// own default would take bf16 wherever the processor knows it.
    /// </summary>
    public string Precision { get; init; } = "f32";

    /// <summary>
    /// Streams, which run one inference each at the same time; 0 makes as many as the processors allow with
    /// <see cref="EngineOptions.Threads"/> threads each.
    /// </summary>
    public int Streams { get; init; }

    /// <summary>
    /// Whether batches have many lengths, as those of texts. The runtime's fused attention is slow where a length is no multiple of its
    /// vectors: on AVX-512 at 24, 40 and 56 pieces a model of 4x312 in INT8 takes a sixth longer than without fusing, and at 64 to 128 a
    /// twentieth to a tenth less. Texts are mostly short, so then nothing is fused.
    /// </summary>
    public bool VariesLengths { get; init; }

    /// <summary>Whether the time of each layer is measured, which costs some speed.</summary>
    public bool Profile { get; init; }

    internal int EffectiveStreams => Streams > 0 ? Streams : UsefulRequests;

    /// <summary>A fixed batch shape (rows, length) to reshape the model to, or null to keep the model's own shape.</summary>
    public (int Rows, int Length)? StaticShape { get; init; }

    /// <summary>Options with the sizes of a BERT model.</summary>
    public static OpenVinoOptions For(BertConfig config) => new()
    {
        VocabularySize = config.VocabularySize,
        MaxPositions = config.MaxPositions,
        TypeVocabularySize = config.TypeVocabularySize,
        BesideGraph = [.. TaskList.Of(config).BesideGraph(config).Select(slot => slot.Name)],
    };
}
