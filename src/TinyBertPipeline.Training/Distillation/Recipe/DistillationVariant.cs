namespace TinyBertPipeline.Training.Distillation.Recipe;

/// <summary>What a student learns from; each stands for a list of stages.</summary>
public enum DistillationVariant
{
    /// <summary>The recipe: one joint stage with hidden states, attention scores and predictions.</summary>
    Full,

    /// <summary>The teacher's predictions alone.</summary>
    Logits,

    /// <summary>The gold labels alone, without a teacher's losses: the baseline.</summary>
    None,

    /// <summary>TinyBERT's stages one after the other: general, intermediate, prediction.</summary>
    TinyBert,
}
