using System.Text.Json;

namespace TinyBertPipeline.Core.Files;

/// <summary>What the parser says of a file's text, without the text itself.</summary>
internal static class JsonFault
{
    private const string Opening = "'", Closing = "' is an invalid ";

    /// <summary>The parser's message about a file of data; a piece of the file in it is shown as <see cref="UserText"/> shows it.</summary>
    public static string Describe(JsonException e) => Describe(e, piece => UserText.Quote(piece));

    /// <summary>The parser's message with a piece of the file in it shown as <paramref name="quote"/> does: it may be the whole file.</summary>
    public static string Describe(JsonException e, Func<string, string> quote)
    {
        var end = e.Message.LastIndexOf(Closing, StringComparison.Ordinal);
        return e.Message.StartsWith(Opening, StringComparison.Ordinal) && end > Opening.Length + 1
            ? $"{quote(e.Message[Opening.Length..end])} is {e.Message[(end + Opening.Length + " is ".Length)..]}"
            : e.Message;
    }
}
