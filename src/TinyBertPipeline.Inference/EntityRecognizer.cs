using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Prediction;

namespace TinyBertPipeline.Inference;

/// <summary>
/// Finds entities in text: a bundle and an engine behind one call. Thread-safe; open it once and use it for every text.
/// <code>
/// using var recognizer = EntityRecognizer.Open("artifacts/bundles/student");
/// foreach (var entity in recognizer.Recognize("小米 was founded in Beijing by Lei Jun."))
///     Console.WriteLine($"{entity.Type} {entity.Text} {entity.Start}..{entity.End}");
/// </code>
/// </summary>
public sealed class EntityRecognizer : IDisposable
{
    private readonly IInferenceEngine _engine;
    private readonly SentenceTagger _sentences;
    private readonly TextTagger _texts;

    private EntityRecognizer(Bundle bundle, IInferenceEngine engine, TaggerOptions options)
    {
        (Bundle, _engine) = (bundle, engine);
        _sentences = new SentenceTagger(engine, bundle.Tokenizer, bundle.Labels, options);
        _texts = new TextTagger(_sentences, bundle.Tokenizer, bundle.Labels);
    }

    /// <summary>The bundle: labels, tokenizer and config.</summary>
    public Bundle Bundle { get; }

    /// <summary>The engine that computes.</summary>
    public EngineInfo Engine => _engine.Info;

    /// <summary>Opens a bundle with an engine.</summary>
    /// <param name="folder">The bundle's folder, with the engine's derived model in it.</param>
    /// <param name="engine">One of <see cref="EngineFactory.Names"/>.</param>
    /// <param name="settings">Threads, precision and more, or null for the defaults.</param>
    /// <param name="options">Decoding, windows and batches, or null for the defaults.</param>
    /// <exception cref="InvalidInputException">The bundle or its model cannot be used.</exception>
    /// <exception cref="EnvironmentException">A native library is missing.</exception>
    public static EntityRecognizer Open(
        string folder, string engine = EngineFactory.Onnx, EngineSettings? settings = null, TaggerOptions? options = null)
    {
        var bundle = Bundle.Open(folder);
        var opened = EngineFactory.Open(engine, bundle, settings);
        try
        {
            return new EntityRecognizer(bundle, opened, options ?? new TaggerOptions());
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>The entities of a text in its order, with offsets in UTF-16 characters; they do not overlap.</summary>
    public IReadOnlyList<TextEntity> Recognize(string text) => _texts.Tag(text);

    /// <summary>The entities of many texts, in the order of the texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="progress">Gets the number of finished texts.</param>
    /// <param name="cancellation">Ends the work between two batches.</param>
    public IReadOnlyList<IReadOnlyList<TextEntity>> RecognizeAll(
        IReadOnlyList<string> texts, IProgress<int>? progress = null, CancellationToken cancellation = default) =>
        _texts.TagAll(texts, progress, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        _sentences.Dispose();
        _engine.Dispose();
    }
}
