namespace TinyBertPipeline.Training.Distillation.Recipe;

/// <summary>One thing the student imitates: a feature of one of its layers against the same feature of a teacher layer.</summary>
/// <param name="Student">The student's layer; 0 is the embeddings' output, 1 the first layer.</param>
/// <param name="Teacher">The teacher's layer, counted alike.</param>
/// <param name="Feature">What is compared.</param>
public sealed record LayerMatch(int Student, int Teacher, MatchedFeature Feature)
{
    /// <summary>Factor of this match within the loss of its feature.</summary>
    public double Weight { get; init; } = 1;
}

/// <summary>What of a layer the student imitates.</summary>
public enum MatchedFeature
{
    /// <summary>The layer's output (for layer 0: the embeddings' output after LayerNorm), through a learned projection.</summary>
    Hidden,

    /// <summary>The layer's raw attention scores QK'/sqrt(d), before mask and softmax.</summary>
    Attention,
}
