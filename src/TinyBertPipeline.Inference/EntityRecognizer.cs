using System.Runtime.CompilerServices;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Inference.Engines;
using TinyBertPipeline.Inference.Telemetry;

namespace TinyBertPipeline.Inference;

/// <summary>
/// Finds entities in text: a bundle and an engine behind one call. Thread-safe; open it once and use it for every text. Disposing it is
/// final: calls under way end first, later ones throw <see cref="ObjectDisposedException"/>.
/// <code>
/// using var recognizer = EntityRecognizer.Open("artifacts/bundles/student");
/// foreach (var entity in recognizer.Recognize("小米 was founded in Beijing by Lei Jun."))
///     Console.WriteLine($"{entity.Type} {entity.Text} {entity.Start}..{entity.End}");
/// </code>
/// </summary>
public sealed class EntityRecognizer : IEntityRecognizer, IDisposable
{
    private readonly IInferenceEngine _engine;
    private readonly TaskPredictor _predictor;
    private readonly CallGate _calls = new(typeof(EntityRecognizer));

    private EntityRecognizer(Bundle bundle, IInferenceEngine engine)
    {
        (Bundle, _engine) = (bundle, engine);
        _predictor = new TaskPredictor(bundle.Model, engine);
    }

    /// <summary>The bundle: labels, tokenizer and config.</summary>
    public Bundle Bundle { get; }

    /// <inheritdoc/>
    public EngineInfo Engine => _engine.Info;

    /// <summary>Opens a bundle with an engine.</summary>
    /// <param name="folder">The bundle's folder, with the engine's derived model in it.</param>
    /// <param name="engine">One of <see cref="EngineFactory.Names"/>.</param>
    /// <param name="settings">Threads, precision and more, or null for the defaults.</param>
    /// <param name="overrides">Labels, window or decoder that shall be others than the folder's, or null.</param>
    /// <exception cref="InvalidInputException">The bundle or its model cannot be used, or finds no entities.</exception>
    /// <exception cref="EnvironmentException">A native library is missing.</exception>
    public static EntityRecognizer Open(
        string folder, string engine = EngineFactory.Onnx, EngineSettings? settings = null, BundleOverrides? overrides = null)
    {
        var bundle = EngineFactory.WhileLoading(engine, settings, () => Bundle.Open(folder, overrides));
        // What a model answers is seen before it runs: an answer to a text without words has its form, too.
        if (bundle.Model.Encode("").Read(new([], [])) is not IEntityPrediction)
            throw new InvalidInputException(InputKind.Model, folder, $"is a model for {bundle.Task.Name}: it finds no entities");
        var opened = EngineFactory.Open(engine, bundle, settings);
        try
        {
            return new EntityRecognizer(bundle.Within(opened.Info), opened);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<TextEntity> Recognize(string text) => RecognizeAll([text])[0];

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyList<TextEntity>> RecognizeAll(
        IReadOnlyList<string> texts, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        _calls.Enter();
        using var call = RecognizerTelemetry.Begin(Engine);
        try
        {
            var found = _predictor.PredictTexts(texts, progress, cancellation);
            IReadOnlyList<TextEntity>[] entities = [.. found.Select(text => ((IEntityPrediction)text).Entities)];
            call.End(entities.Length, entities.Sum(text => (long)text.Count));
            return entities;
        }
        catch (Exception e)
        {
            call.Fail(e);
            throw;
        }
        finally
        {
            _calls.Leave();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The recognizer is disposed, then or meanwhile.</exception>
    public async IAsyncEnumerable<IReadOnlyList<TextEntity>> RecognizeAllAsync(
        IAsyncEnumerable<string> texts, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        _calls.ThrowIfClosed();
        using var call = RecognizerTelemetry.Begin(Engine);
        var (count, found) = (0L, 0L);
        var answers = _predictor.PredictTextsAsync(
            texts.Select(text => (text, (string?)null)), answer => ((IEntityPrediction)answer).Entities, cancellation);
        await foreach (var entities in answers.ConfigureAwait(false))
        {
            count++;
            found += entities.Count;
            yield return entities;
        }
        call.End(count, found);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_calls.Close()) return;
        _predictor.Dispose();
        _engine.Dispose();
    }
}
