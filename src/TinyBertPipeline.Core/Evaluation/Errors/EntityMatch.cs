using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Evaluation.Errors;

/// <summary>A gold entity with the predicted one that stands for it, or one of both alone.</summary>
/// <param name="Kind">How they compare.</param>
/// <param name="Gold">The gold entity; null where the prediction is spurious.</param>
/// <param name="Predicted">The predicted entity; null where it was missed.</param>
internal readonly record struct EntityMatch(MatchKind Kind, EntitySpan? Gold, EntitySpan? Predicted);

/// <summary>How a predicted entity compares with a gold one.</summary>
internal enum MatchKind
{
    /// <summary>Type and borders are right.</summary>
    Correct,

    /// <summary>The borders are right, the type is not.</summary>
    OtherType,

    /// <summary>The type is right, a border is not.</summary>
    OtherBorders,

    /// <summary>They share words, but neither type nor borders are right.</summary>
    OtherBoth,

    /// <summary>There is a gold entity and no prediction.</summary>
    Missed,

    /// <summary>There is a prediction and no gold entity.</summary>
    Spurious,
}
