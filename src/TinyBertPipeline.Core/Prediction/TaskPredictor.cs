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
    /// <exception cref="InvalidInputException">The model's logits are unusable (see <see cref="EngineRunner.Run"/>).</exception>
    public IReadOnlyList<ItemPrediction> Predict(
        IReadOnlyList<TaskItem> items, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        var logits = _runner.Run(items, progress, cancellation);
        return [.. logits.Select((scores, i) => new ItemPrediction(Model.Decode(scores, items[i].Rows), scores))];
    }

    /// <summary>Predicts raw texts; results are in their order.</summary>
    /// <exception cref="InvalidInputException">The model's logits are unusable (see <see cref="EngineRunner.Run"/>).</exception>
    public IReadOnlyList<ITaskPrediction> PredictTexts(
        IReadOnlyList<string> texts, IProgress<int>? progress = null, CancellationToken cancellation = default) =>
        PredictTexts([.. texts.Select(text => (text, (string?)null))], progress, cancellation);

    /// <summary>Predicts raw texts and pairs of texts; results are in their order.</summary>
    /// <exception cref="InvalidInputException">The model's logits are unusable (see <see cref="EngineRunner.Run"/>).</exception>
    public IReadOnlyList<ITaskPrediction> PredictTexts(
        IReadOnlyList<(string Text, string? Pair)> texts, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        var encoded = new ITaskText[texts.Count];
        Parallel.For(0, encoded.Length, i => encoded[i] = Model.Encode(texts[i].Text, texts[i].Pair));
        var predicted = Predict([.. encoded.Select(text => text.Item)], progress, cancellation);
        return [.. encoded.Zip(predicted, (text, prediction) => text.Read(prediction))];
    }

    /// <inheritdoc/>
    public void Dispose() => _runner.Dispose();
}
