namespace TinyBertPipeline.Training.Distillation;

/// <summary>What of a layer the student imitates.</summary>
public enum MatchedFeature
{
    /// <summary>The layer's output (for layer 0: the embeddings' output after LayerNorm), through a learned projection.</summary>
    Hidden,

    /// <summary>The layer's raw attention scores QK'/sqrt(d), before mask and softmax.</summary>
    Attention,
}
