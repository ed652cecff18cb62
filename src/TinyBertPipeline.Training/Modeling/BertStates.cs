using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Modeling;

/// <summary>
/// What a forward pass computed. Lists that were not asked for are empty. B batch, T tokens, H hidden, A heads, I intermediate.
/// </summary>
public sealed class BertStates
{
    /// <summary>The last hidden state [B,T,H].</summary>
    public Tensor Last { get; internal set; } = null!;

    /// <summary>The embedding output (after LayerNorm), then the output of each layer [B,T,H].</summary>
    public List<Tensor> HiddenStates { get; } = [];

    /// <summary>QK'/sqrt(d) of each layer before the mask [B,A,T(query),T(key)].</summary>
    public List<Tensor> AttentionScores { get; } = [];

    /// <summary>The states after each layer's attention half [B,T,H].</summary>
    public List<Tensor> MiddleStates { get; } = [];

    /// <summary>Each layer's feed-forward neurons after the activation function [B,T,I].</summary>
    public List<Tensor> Activations { get; } = [];

    /// <summary>tanh of the pooler's linear map of the first token [B,H], or null.</summary>
    public Tensor? Pooled { get; internal set; }

    /// <summary>1 for real pieces, which come first in a row, 0 for padding [B,T], int64.</summary>
    public Tensor Mask { get; internal set; } = null!;

    /// <summary>
    /// The output of a task's head [B,R,K]: a row for each position, or one row for the sequence (R = 1); null without a head.
    /// </summary>
    public Tensor? Logits { get; internal set; }
}
