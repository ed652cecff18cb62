namespace TinyBertPipeline.Training.Distillation.Recipe;

/// <summary>How a student's weights start.</summary>
public enum InitializationKind
{
    /// <summary>From the teacher: layers, coordinates, regressions that restore what was dropped, heads under the data's metric.</summary>
    Recipe,

    /// <summary>From the teacher by selection alone: layers, coordinates, head parts and neurons are copied, nothing is restored.</summary>
    Selection,

    /// <summary>Random weights.</summary>
    Random,
}
