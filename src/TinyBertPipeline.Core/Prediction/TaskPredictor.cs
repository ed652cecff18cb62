using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Core.Prediction;

/// <summary>
/// The assembly line from items or texts to answers, with any engine and for any task. Thread-safe; disposing it frees its requests, not the
/// engine.
/// </summary>
public sealed class TaskPredictor(ITaskModel model, IInferenceEngine engine, int batchTokens = EngineRunner.UsualBatchTokens) : IDisposable
{
    private readonly EngineRunner _runner = new(engine, model, batchTokens);

    /// <summary>The model with what the engine tells of it beside its outputs.</summary>
    public ITaskModel Model { get; } = model.With(engine.Info.BesideGraph);

    /// <summary>Predicts items; results are in their order.</summary>
    /// <param name="items">The items.</param>
    /// <param name="progress">Gets the number of finished items as it grows.</param>
    /// <param name="cancellation">Ends the work between two batches.</param>
    /// <exception cref="InvalidInputException">The model gives another number of values than there are labels, or one that is not finite.</exception>
    public IReadOnlyList<ItemPrediction> Predict(
        IReadOnlyList<TaskItem> items, IProgress<int>? progress = null, CancellationToken cancellation = default) => _runner.Run(
            items, LineSteps.OfItems((item, logits) => new ItemPrediction(Model.Decode(logits, item.Rows), logits)), progress, cancellation);

    /// <summary>Predicts raw texts; results are in their order.</summary>
    /// <exception cref="InvalidInputException">The model gives another number of values than there are labels, or one that is not finite.</exception>
    public IReadOnlyList<ITaskPrediction> PredictTexts(
        IReadOnlyList<string> texts, IProgress<int>? progress = null, CancellationToken cancellation = default) =>
        PredictTexts([.. texts.Select(text => (text, (string?)null))], progress, cancellation);

    /// <summary>Predicts raw texts and pairs of texts; results are in their order.</summary>
    /// <exception cref="InvalidInputException">The model gives another number of values than there are labels, or one that is not finite.</exception>
    public IReadOnlyList<ITaskPrediction> PredictTexts(
        IReadOnlyList<(string Text, string? Pair)> texts, IProgress<int>? progress = null, CancellationToken cancellation = default) =>
        _runner.Run(texts, LineSteps.OfTexts(Model, answer => answer), progress, cancellation);

    /// <summary>
    /// Predicts raw texts and pairs of texts as they come, however many: results are in their order, memory is bounded, and when the texts
    /// make a pause those that have come are answered at once. What <paramref name="texts"/> throws comes behind the answers to what it gave.
    /// </summary>
    /// <param name="texts">The texts; read ahead, as far as memory is bounded.</param>
    /// <param name="finish">What an answer becomes, called on several threads.</param>
    /// <param name="cancellation">Ends the work between two batches.</param>
    /// <exception cref="InvalidInputException">The model gives another number of values than there are labels, or one that is not finite.</exception>
    public IAsyncEnumerable<TResult> PredictTextsAsync<TResult>(
        IAsyncEnumerable<(string Text, string? Pair)> texts, Func<ITaskPrediction, TResult> finish, CancellationToken cancellation = default) =>
        new AssemblyLine<(string, string?), TResult>(_runner, LineSteps.OfTexts(Model, finish), cancellation).RunAsync(texts);

    /// <inheritdoc/>
    public void Dispose() => _runner.Dispose();
}
