using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Core.Redaction;
using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Pipeline.Prediction;

/// <summary>
/// Replaces the entities of texts, one a line, and keeps everything else byte by byte: line ends, blank lines, a byte-order mark, and of JSON
/// lines all but the entities of one property.
/// </summary>
/// <param name="prediction">Finds the entities.</param>
/// <param name="redactor">What takes their place.</param>
/// <param name="property">The property of each JSON object that holds the text; null where lines are texts.</param>
public sealed class RedactionRun(PredictionRun prediction, Redactor redactor, string? property = null)
{
    /// <summary>A text with its entities replaced.</summary>
    public string Redact(string text, CancellationToken cancellation = default) =>
        redactor.Redact(text, EntitiesOf(prediction.Predict(text, cancellation: cancellation)));

    /// <summary>Lines with their entities replaced, in their order, as they come and in bounded memory.</summary>
    /// <param name="lines">The lines (see <see cref="RawLines"/>).</param>
    /// <param name="name">What messages call them.</param>
    /// <param name="cancellation">Ends the work between two batches.</param>
    /// <exception cref="InvalidInputException">A line is no JSON object with such a property; told behind the lines before it.</exception>
    public async IAsyncEnumerable<byte[]> RedactAsync(
        IAsyncEnumerable<RawLine> lines, string name, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var under = new ConcurrentQueue<(RawLine Line, string? Text)>();
        var texts = lines.Select(line =>
        {
            var text = TextOf(line, name);
            under.Enqueue((line, text));
            return (text ?? "", (string?)null);
        });
        await foreach (var answer in prediction.PredictAllAsync(texts, answer => answer, cancellation).WithCancellation(CancellationToken.None))
        {
            // Answers come in the order of the lines, each behind its own line.
            if (under.TryDequeue(out var of)) yield return Redact(of.Line, of.Text, answer);
        }
    }

    private byte[] Redact(RawLine line, string? text, ITaskPrediction answer)
    {
        if (text is null) return line.Bytes;
        var entities = EntitiesOf(answer);
        var content = property is null
            ? Encoding.UTF8.GetBytes(redactor.Redact(text, entities)) : JsonRedactor.Redact(redactor, line.Content, property, entities);
        return [.. line.Before, .. content, .. line.After];
    }

    // Null for a blank line, which holds no object.
    private string? TextOf(RawLine line, string name)
    {
        if (property is null) return Encoding.UTF8.GetString(line.Content);
        if (line.IsBlank) return null;
        try
        {
            return JsonRedactor.TextOf(line.Content, property);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new InvalidInputException(InputKind.Data, name, $"is no JSON object with a text '{property}': {e.Message}", line.Number, e);
        }
    }

    private static IReadOnlyList<TextEntity> EntitiesOf(ITaskPrediction answer) => answer is IEntityPrediction found ? found.Entities
        : throw new InvalidInputException(InputKind.Configuration, null, "entities are redacted; the model finds none");
}
