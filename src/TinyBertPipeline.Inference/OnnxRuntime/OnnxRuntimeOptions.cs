using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks.Known;
using TinyBertPipeline.Inference.Engines;

namespace TinyBertPipeline.Inference.OnnxRuntime;

/// <summary>How <see cref="OnnxRuntimeEngine"/> loads and runs a model.</summary>
public sealed record OnnxRuntimeOptions : EngineOptions
{
    /// <summary>
    /// Whether idle threads wait actively for the next piece of work: faster for one session alone, slower as soon as several sessions or
    /// another engine use the same processors in turn.
    /// </summary>
    public bool Spin { get; init; } = true;

    /// <summary>
    /// An execution provider to use before the processor's own, for example <c>CUDA</c> or <c>QNN</c>, or null. The usual package has none but the
    /// processor's; a program that references another build of ONNX Runtime has that build's.
    /// </summary>
    public string? ExecutionProvider { get; init; }

    /// <summary>A folder in which the runtime records how long each layer takes, which costs some speed; or null.</summary>
    public string? ProfileFolder { get; init; }

    /// <summary>Options with the sizes of a BERT model.</summary>
    public static OnnxRuntimeOptions For(BertConfig config) => new()
    {
        VocabularySize = config.VocabularySize,
        MaxPositions = config.MaxPositions,
        TypeVocabularySize = config.TypeVocabularySize,
        BesideGraph = [.. TaskList.Of(config).BesideGraph(config).Select(slot => slot.Name)],
    };
}
