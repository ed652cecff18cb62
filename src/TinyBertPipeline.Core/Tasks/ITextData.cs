namespace TinyBertPipeline.Core.Tasks;

/// <summary>
/// Labelled items as running text: nothing is told of their words, as where a model is used. What it finds is compared at characters.
/// </summary>
public interface ITextData
{
    /// <summary>The texts in the order of the file.</summary>
    IReadOnlyList<TaskItem> Items { get; }

    /// <summary>Words of the file that are made otherwise from the text.</summary>
    long OtherWords { get; }

    /// <summary>The score of predictions for all texts.</summary>
    TaskScore Score(IReadOnlyList<ItemPrediction> predictions);
}
