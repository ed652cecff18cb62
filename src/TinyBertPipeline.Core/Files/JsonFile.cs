using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace TinyBertPipeline.Core.Files;

/// <summary>Reads a JSON object from a file that somebody else wrote.</summary>
public static class JsonFile
{
    internal const int MaxLength = 1 << 26;

    /// <summary>The file's object: UTF-8, no key twice, no string that is half a surrogate pair, at most 64 levels deep.</summary>
    /// <exception cref="InvalidInputException">The file is absent, too large or not such an object; the message has line and
    /// column.</exception>
    public static JsonObject ReadObject(string path, InputKind kind) =>
        Parse(InputFile.ReadBytes(path, kind, MaxLength), path, kind, isLenient: false);

    /// <summary>As <see cref="ReadObject(string, InputKind)"/>, for files that people write: comments and trailing commas are let pass.</summary>
    internal static JsonObject ReadConfig(string path) =>
        Parse(InputFile.ReadBytes(path, InputKind.Configuration, MaxLength), path, InputKind.Configuration, isLenient: true);

    internal static JsonObject ReadObject(Stream stream, string path, InputKind kind) =>
        Parse(InputFile.ReadBytes(stream, path, kind, MaxLength), path, kind, isLenient: false);

    /// <summary>As <see cref="ReadObject(string, InputKind)"/>, of a file that has been read.</summary>
    internal static JsonObject Parse(ReadOnlySpan<byte> json, string path, InputKind kind) => Parse(json, path, kind, isLenient: false);

    private static JsonObject Parse(ReadOnlySpan<byte> json, string path, InputKind kind, bool isLenient)
    {
        var comments = isLenient ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow;
        if (json.IsEmpty) throw new InvalidInputException(kind, path, "is empty (0 bytes); expected a JSON object");
        if (json.StartsWith("\uFEFF"u8)) json = json[3..];
        if (!Utf8.IsValid(json)) throw new InvalidInputException(kind, path, "not UTF-8");
        try
        {
            CheckStrings(json, new JsonReaderOptions { CommentHandling = comments, AllowTrailingCommas = isLenient }, kind, path);
            var node = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions
            {
                AllowDuplicateProperties = false,
                AllowTrailingCommas = isLenient,
                CommentHandling = comments,
            });
            return node as JsonObject ?? throw new InvalidInputException(kind, path, "not a JSON object; expected a JSON object { … }");
        }
        catch (JsonException e)
        {
            var column = e.BytePositionInLine is { } position ? $", column {position + 1}" : "";
            throw new InvalidInputException(kind, path, $"not valid JSON{column}: {JsonFault.Describe(e, UntrustedText.Quote)}", e.LineNumber + 1, e);
        }
    }

    // The parser looks into escaped strings only when they are used.
    private static void CheckStrings(ReadOnlySpan<byte> json, JsonReaderOptions options, InputKind kind, string path)
    {
        var reader = new Utf8JsonReader(json, options);
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped) continue;
            try
            {
                _ = reader.GetString();
            }
            catch (InvalidOperationException e)
            {
                var line = 1 + json[..(int)reader.TokenStartIndex].Count((byte)'\n');
                throw new InvalidInputException(kind, path, "a string holds half a surrogate pair", line, e);
            }
        }
    }
}
