using System.Text;

namespace TinyBertPipeline.Core.Data;

/// <summary>
/// Texts, one a line: strict UTF-8, lines end at LF with or without a CR before it. Any other CR and the line ends of Unicode are text, so
/// that there are as many texts as lines.
/// </summary>
public static class TextLines
{
    /// <summary>The lines of a file.</summary>
    /// <exception cref="InvalidInputException">It is absent; while reading: a line is too long or not UTF-8.</exception>
    public static IEnumerable<string> ReadFile(string path)
    {
        using var stream = Utf8LineReader.OpenFile(path);
        foreach (var line in Read(stream, path)) yield return line;
    }

    /// <summary>The lines of a stream as they come.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InvalidInputException">While reading: a line is too long or not UTF-8.</exception>
    public static IEnumerable<string> Read(Stream stream, string name)
    {
        using var reader = new Utf8LineReader(stream, name, Utf8LineReader.MaxJsonLineBytes, isFreeText: true);
        while (Next(reader) is { } line) yield return line;
    }

    private static string? Next(Utf8LineReader reader) => reader.TryRead(out var line) ? Encoding.UTF8.GetString(line) : null;
}
