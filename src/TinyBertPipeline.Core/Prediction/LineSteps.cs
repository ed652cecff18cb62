using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Core.Prediction;

/// <summary>What a line does with a source. All of it is called on several threads at once.</summary>
/// <param name="Weigh">What the source weighs while it is on the line, in pieces or about; bounds memory.</param>
/// <param name="Encode">What runs through the model, and what its logits [rows, K] become.</param>
internal sealed record LineSteps<TSource, TResult>(
    Func<TSource, int> Weigh, Func<TSource, (TaskItem Item, Func<float[], TResult> Finish)> Encode);

/// <summary>The steps of what there is to run.</summary>
internal static class LineSteps
{
    // What an object of each kind takes beside its pieces, and characters of a piece, or about.
    private const int Least = 16, CharactersOfPiece = 4;

    /// <summary>Items that are encoded already.</summary>
    public static LineSteps<TaskItem, TResult> OfItems<TResult>(Func<TaskItem, float[], TResult> finish) => new(
        item => Least + item.Windows.Sum(window => window.Input.Length),
        item => (item, logits => finish(item, logits)));

    /// <summary>Texts, and pairs of texts, for a model.</summary>
    public static LineSteps<(string Text, string? Pair), TResult> OfTexts<TResult>(ITaskModel model, Func<ITaskPrediction, TResult> finish) => new(
        source => Least + (source.Text.Length + (source.Pair?.Length ?? 0)) / CharactersOfPiece,
        source =>
        {
            var text = model.Encode(source.Text, source.Pair);
            return (text.Item, logits => finish(text.Read(new ItemPrediction(model.Decode(logits, text.Item.Rows), logits))));
        });
}
