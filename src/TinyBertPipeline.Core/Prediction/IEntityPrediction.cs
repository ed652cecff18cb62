namespace TinyBertPipeline.Core.Prediction;

/// <summary>An answer that consists of entities.</summary>
public interface IEntityPrediction
{
    /// <summary>The entities of the text in its order; they do not overlap.</summary>
    IReadOnlyList<TextEntity> Entities { get; }
}
