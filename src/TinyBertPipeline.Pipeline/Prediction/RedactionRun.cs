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

    /// <summary>The lines of a stream with their entities replaced.</summary>
    /// <param name="stream">Strict UTF-8.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="together">How many lines are waited for.</param>
    /// <param name="cancellation">Ends the work between two lines.</param>
    /// <exception cref="InvalidInputException">A line is not UTF-8, or no JSON object with such a property.</exception>
    public IEnumerable<byte[]> Redact(Stream stream, string name, int together, CancellationToken cancellation = default)
    {
        foreach (var lines in RawLines.Read(stream, name).Chunk(together))
        {
            cancellation.ThrowIfCancellationRequested();
            var texts = lines.Select(line => TextOf(line, name)).ToArray();
            var answers = prediction.PredictAll(texts.Select(text => (text ?? "", (string?)null)), lines.Length, cancellation);
            foreach (var ((line, text), answer) in lines.Zip(texts).Zip(answers)) yield return Redact(line, text, answer);
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
