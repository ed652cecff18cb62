using System.Text.Json;

namespace TinyBertPipeline.Core.Tokenization;

/// <summary>
/// The vocabulary of a <c>tokenizer.json</c>, read in one pass: a tree with a node for each of its pieces takes longer than all else of
/// opening a model.
/// </summary>
internal static class VocabularyJson
{
    /// <summary>
    /// The pieces by id, an id that the file leaves out being an empty piece, and the file with an empty vocabulary in place of them. Null
    /// where anything is unusual: who reads the whole file then says what.
    /// </summary>
    public static (List<string> Pieces, byte[] Others)? TryTake(ReadOnlySpan<byte> json)
    {
        if (json.StartsWith("\uFEFF"u8)) json = json[3..];
        var reader = new Utf8JsonReader(json);
        try
        {
            if (!reader.Read() || !TryEnter(ref reader, "model"u8) || !TryEnter(ref reader, "vocab"u8)) return null;
            var begin = (int)reader.TokenStartIndex;
            if (ReadPieces(ref reader) is not { } pieces) return null;
            return (pieces, [.. json[..begin], .. "{}"u8, .. json[(int)reader.BytesConsumed..]]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // From the begin of an object to that of the object which it holds under a name.
    private static bool TryEnter(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(name);
            if (!reader.Read()) return false;
            if (isIt) return reader.TokenType == JsonTokenType.StartObject;
            reader.Skip();
        }
        return false;
    }

    private static List<string>? ReadPieces(ref Utf8JsonReader reader)
    {
        var pieces = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var piece = reader.GetString()!;
            if (piece.Length == 0 || !known.Add(piece) || !reader.Read() || reader.TokenType != JsonTokenType.Number) return null;
            if (!reader.TryGetInt32(out var id) || id is < 0 or >= Vocabulary.MaxPieces) return null;
            while (pieces.Count <= id) pieces.Add("");
            if (pieces[id].Length > 0) return null;
            pieces[id] = piece;
        }
        return pieces.Count > 0 && reader.TokenType == JsonTokenType.EndObject ? pieces : null;
    }
}
