using System.IO.Enumeration;
using System.Text;

namespace TinyBertPipeline.Core.Data;

/// <summary>
/// Reads raw text: <c>.txt</c> files with a paragraph a line and a blank line between documents, one after the other and in flat memory.
/// </summary>
public static class RawTextReader
{
    private const int MostFiles = 1_000_000;

    /// <summary>
    /// The files of some inputs: each input is a <c>.txt</c> file, or a folder whose <c>.txt</c> files are taken at any depth, in ordinal order
    /// of their paths below it; links to folders in it are not followed.
    /// </summary>
    /// <exception cref="InvalidInputException">An input does not exist, or a folder holds no such file.</exception>
    public static IReadOnlyList<string> FindFiles(IEnumerable<string> inputs) => [.. inputs.SelectMany(FindFiles)];

    /// <summary>The paragraphs of the files in order. A file always starts a document.</summary>
    /// <exception cref="InvalidInputException">A file is unreadable or not UTF-8.</exception>
    public static IEnumerable<RawParagraph> ReadParagraphs(IEnumerable<string> files) => files.SelectMany(ReadFile);

    private static IReadOnlyList<string> FindFiles(string input)
    {
        if (File.Exists(input)) return [input];
        if (Path.GetPathRoot(Path.GetFullPath(input)) == Path.GetFullPath(input))
            throw new InvalidInputException(InputKind.Data, input, "is all of the file system; name the folder of the texts");
        if (!Directory.Exists(input)) throw new InvalidInputException(InputKind.Data, input, "no such file or folder of raw text");
        var files = TextsBelow(input).Take(MostFiles + 1).ToList();
        if (files.Count > MostFiles)
            throw new InvalidInputException(InputKind.Data, input, $"holds more than {MostFiles} .txt files; name the folder of the texts");
        if (files.Count == 0) throw new InvalidInputException(InputKind.Data, input, "holds no .txt file, at any depth");
        files.Sort(StringComparer.Ordinal);
        return files;
    }

    // A link to a folder may lead back to where it stands, or to all of the file system.
    private static FileSystemEnumerable<string> TextsBelow(string folder) =>
        new(folder, (ref entry) => entry.ToSpecifiedFullPath(), new EnumerationOptions { RecurseSubdirectories = true })
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory && entry.FileName.EndsWith(".txt", StringComparison.OrdinalIgnoreCase),
            ShouldRecursePredicate = (ref entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };

    private static IEnumerable<RawParagraph> ReadFile(string path)
    {
        using var reader = Utf8LineReader.Open(path);
        var starts = true;
        while (NextLine(reader) is { } text)
        {
            if (text.Length == 0)
            {
                starts = true;
                continue;
            }
            yield return new RawParagraph(text, starts, path, reader.Line);
            starts = false;
        }
    }

    private static string? NextLine(Utf8LineReader reader) => reader.TryRead(out var line) ? Encoding.UTF8.GetString(line).Trim() : null;
}

/// <summary>A paragraph of raw text: one line of a file.</summary>
/// <param name="Text">The line, without white space at its ends; never empty.</param>
/// <param name="StartsDocument">Whether it is the first of its document.</param>
/// <param name="File">The file it stands in.</param>
/// <param name="Line">Its line, counted from 1.</param>
public sealed record RawParagraph(string Text, bool StartsDocument, string File, long Line);
