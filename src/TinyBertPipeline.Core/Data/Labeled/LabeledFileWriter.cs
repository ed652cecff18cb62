using System.Text;
using TinyBertPipeline.Core.Data.Columns;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Data.Labeled;

/// <summary>
/// Writes labelled files in the form that is read back unchanged: UTF-8, LF, <c>word label</c>, a blank line after each sentence. Where a
/// word or
/// a label holds a space, a tab parts them.
/// </summary>
internal static class LabeledFileWriter
{
    /// <summary>Writes the sentences with their labels as they are.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="sentences">The sentences.</param>
    /// <param name="marksDocuments">Whether a line <c>-DOCSTART-</c> stands where a document begins.</param>
    /// <exception cref="ArgumentException">
    /// A word or label is empty, has a space at an end or holds a tab or a line end, or a sentence is empty.
    /// </exception>
    /// <exception cref="EnvironmentException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<LabeledSentence> sentences, bool marksDocuments = false) => AtomicFile.Write(path, stream =>
    {
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        using var writer = new StreamWriter(stream, strict, 1 << 16, leaveOpen: true) { NewLine = "\n" };
        var document = -1;
        foreach (var sentence in sentences)
        {
            if (marksDocuments && sentence.Document != document)
            {
                document = sentence.Document;
                writer.WriteLine($"{ColumnLines.DocumentMark} {LabelForm.Outside}");
                writer.WriteLine();
            }
            if (sentence.Words.Length == 0 || sentence.Words.Length != sentence.Labels.Length)
                throw new ArgumentException($"a sentence of {sentence.Words.Length} words and {sentence.Labels.Length} labels");
            for (var i = 0; i < sentence.Words.Length; i++)
            {
                var (word, label) = (Checked(sentence.Words[i]), Checked(sentence.Labels[i]));
                writer.WriteLine($"{word}{(word.Contains(' ') || label.Contains(' ') ? '\t' : ' ')}{label}");
            }
            writer.WriteLine();
        }
    });

    private static string Checked(string column) =>
        column.Length > 0 && column[0] != ' ' && column[^1] != ' ' && column.AsSpan().IndexOfAny("\t\r\n\0") < 0
            ? column
            : throw new ArgumentException($"'{column}' cannot stand in a column: it is empty, has a space at an end or holds a tab, a line end or NUL");
}
