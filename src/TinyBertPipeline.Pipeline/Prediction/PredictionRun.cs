using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Pipeline.Engines;

namespace TinyBertPipeline.Pipeline.Prediction;

/// <summary>Predicts raw texts with one engine, in order.</summary>
public sealed class PredictionRun : IDisposable
{
    private readonly IInferenceEngine _engine;
    private readonly TaskPredictor _predictor;

    private PredictionRun(Bundle bundle, IInferenceEngine engine) => (_engine, _predictor) = (engine, new TaskPredictor(bundle.Model, engine));

    /// <summary>Opens a bundle's engine.</summary>
    /// <exception cref="InvalidInputException">There is no such engine, or the bundle's file for it cannot be used.</exception>
    /// <exception cref="EnvironmentException">The engine's native library is missing.</exception>
    public static PredictionRun Open(Bundle bundle, string engineName, EngineSettings settings)
    {
        var engine = OpenedEngine.Open(engineName, bundle, settings);
        try
        {
            return new PredictionRun(bundle.Within(engine.Info), engine);
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    /// <summary>What the model says of one text or pair.</summary>
    public ITaskPrediction Predict(string text, string? pair = null, CancellationToken cancellation = default) =>
        _predictor.PredictTexts([(text, pair)], cancellation: cancellation)[0];

    /// <summary>What the model says of texts as they come, in their order and in bounded memory.</summary>
    /// <param name="texts">The texts, and the second ones of pairs.</param>
    /// <param name="finish">What an answer becomes, called on several threads.</param>
    /// <param name="cancellation">Ends the work between two batches.</param>
    public IAsyncEnumerable<TResult> PredictAllAsync<TResult>(
        IAsyncEnumerable<(string Text, string? Pair)> texts, Func<ITaskPrediction, TResult> finish, CancellationToken cancellation) =>
        _predictor.PredictTextsAsync(texts, finish, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        _predictor.Dispose();
        _engine.Dispose();
    }
}
