using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Export.Graphs;

/// <summary>The part of a task's network that stands on the encoder; found by <see cref="Core.Tasks.TaskParts"/>.</summary>
internal interface IGraphHead
{
    /// <summary>Describes the head up to the task's output.</summary>
    /// <param name="writer">Takes the words.</param>
    /// <param name="config">Sizes and labels.</param>
    /// <param name="weights">The checkpoint.</param>
    /// <param name="encoder">What the encoder hands on.</param>
    /// <exception cref="Core.InvalidInputException">The head's weights do not fit the configuration.</exception>
    void Describe<TValue>(IGraphWriter<TValue> writer, BertConfig config, GraphWeights weights, EncoderValues<TValue> encoder);
}

/// <summary>What stands below a head.</summary>
/// <param name="Hidden">The encoder's last hidden states [B,T,H].</param>
/// <param name="Mask">1 for real pieces, which come first in a row, 0 for padding [B,T].</param>
internal readonly record struct EncoderValues<TValue>(TValue Hidden, TValue Mask);
