namespace TinyBertPipeline.Training.Distillation;

/// <summary>How teacher layers are chosen for a student.</summary>
public enum LayerMapKind
{
    /// <summary>The lowest layers and the last.</summary>
    LowestAndLast,

    /// <summary>Evenly spread, as TinyBERT's paper does.</summary>
    Uniform,
}
