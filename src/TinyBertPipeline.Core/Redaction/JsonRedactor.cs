using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TinyBertPipeline.Core.Prediction;

namespace TinyBertPipeline.Core.Redaction;

/// <summary>
/// Replaces entities in one property of a JSON object (a line of JSON Lines) and keeps everything else byte by byte: blanks, order and
/// escapes of other values, and of the text itself between its entities.
/// </summary>
public static class JsonRedactor
{
    /// <summary>The object with the entities of a property's text replaced.</summary>
    /// <param name="redactor">What entities become.</param>
    /// <param name="json">One JSON object in UTF-8.</param>
    /// <param name="property">The property of the outermost object that holds the text.</param>
    /// <param name="entities">The entities of the text as it is after unescaping; offsets are UTF-16.</param>
    /// <exception cref="ArgumentException">
    /// The object has no such property or no text in it, or an entity lies outside of the text, cuts a surrogate pair or overlaps another.
    /// </exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static byte[] Redact(Redactor redactor, ReadOnlySpan<byte> json, string property, IEnumerable<TextEntity> entities)
    {
        var (start, length, text) = Find(json, property);
        var raw = json.Slice(start, length);
        var result = new ArrayBufferWriter<byte>(json.Length);
        result.Write(json[..start]);
        var (position, offset, written) = (0, 0, 0);        // in raw bytes and in UTF-16 characters; what is copied so far
        foreach (var (entity, replacement) in redactor.Replacements(text, entities))
        {
            Advance(raw, entity.Start, ref position, ref offset);
            result.Write(raw[written..position]);
            result.Write(JsonEncodedText.Encode(replacement, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
            Advance(raw, entity.End, ref position, ref offset);
            written = position;
        }
        result.Write(raw[written..]);
        result.Write(json[(start + length)..]);
        return result.WrittenSpan.ToArray();
    }

    /// <summary>The text in a property of the outermost object.</summary>
    /// <exception cref="ArgumentException">The object has no such property or no text in it.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static string TextOf(ReadOnlySpan<byte> json, string property) => Find(json, property).Text;

    // The line is read to its end: what stands behind the text, or the same property once more, would otherwise pass with its entities.
    private static (int Start, int Length, string Text) Find(ReadOnlySpan<byte> json, string property)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            (int Start, int Length, string Text)? found = null;
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1 || !reader.ValueTextEquals(property)) continue;
                if (found is not null) throw new ArgumentException($"property '{property}' occurs more than once");
                reader.Read();
                if (reader.TokenType != JsonTokenType.String) throw new ArgumentException($"property '{property}' holds no text");
                found = ((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, reader.GetString()!);
            }
            return found ?? throw new ArgumentException($"there is no property '{property}'");
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("a \\u escape is half of a surrogate pair", e);
        }
    }

    // Goes on to a place in the text, escape by escape and character by character.
    private static void Advance(ReadOnlySpan<byte> raw, int target, ref int position, ref int offset)
    {
        while (offset < target)
        {
            if (raw[position] == '\\')
            {
                position += raw[position + 1] == 'u' ? 6 : 2;
                offset++;
                continue;
            }
            Rune.DecodeFromUtf8(raw[position..], out var rune, out var bytes);
            position += bytes;
            offset += rune.Utf16SequenceLength;
        }
    }
}
