using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Prediction;

namespace TinyBertPipeline.Inference;

/// <summary>Finds entities in text. Thread-safe; what callers depend on, so that their tests need no model.</summary>
public interface IEntityRecognizer
{
    /// <summary>The engine that computes.</summary>
    EngineInfo Engine { get; }

    /// <summary>The entities of a text in its order, with offsets in UTF-16 characters; they do not overlap.</summary>
    IReadOnlyList<TextEntity> Recognize(string text);

    /// <summary>The entities of many texts, in the order of the texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="progress">Gets the number of finished texts.</param>
    /// <param name="cancellation">Ends the work between two batches.</param>
    IReadOnlyList<IReadOnlyList<TextEntity>> RecognizeAll(
        IReadOnlyList<string> texts, IProgress<int>? progress = null, CancellationToken cancellation = default);

    /// <summary>
    /// The entities of texts as they come, however many, in their order and in bounded memory; what has come is answered at once when the
    /// texts make a pause.
    /// </summary>
    /// <param name="texts">The texts; they are read ahead.</param>
    /// <param name="cancellation">Ends the work between two batches.</param>
    IAsyncEnumerable<IReadOnlyList<TextEntity>> RecognizeAllAsync(IAsyncEnumerable<string> texts, CancellationToken cancellation = default);
}
