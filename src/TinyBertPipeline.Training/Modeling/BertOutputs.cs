namespace TinyBertPipeline.Training.Modeling;

/// <summary>What a forward pass shall return beside its last hidden state.</summary>
[Flags]
public enum BertOutputs
{
    /// <summary>The last hidden state only.</summary>
    None = 0,

    /// <summary>The embedding output and the output of every layer.</summary>
    HiddenStates = 1,

    /// <summary>The scores QK'/sqrt(d) of every layer, before the mask and the softmax.</summary>
    AttentionScores = 2,

    /// <summary>Of every layer, the states between its two halves: after the attention's LayerNorm.</summary>
    MiddleStates = 4,

    /// <summary>Of every layer, the feed-forward neurons after the activation function.</summary>
    Activations = 8,

    /// <summary>The pooled first token; the model must have a pooler.</summary>
    Pooled = 16,
}
