using TinyBertPipeline.Core.Data.Columns;
using TinyBertPipeline.Core.Data.Labeled;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Data.Writing;

/// <summary>Writes labelled sentences in a layout.</summary>
public static class SentenceWriter
{
    /// <summary>Writes the sentences. Layouts with spans take the entities, all others the labels as they are.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="sentences">Sentences with BIOES labels for layouts with spans, with any labels for others.</param>
    /// <param name="layout">The layout.</param>
    /// <param name="offsets">What the offsets of spans count; the file says so.</param>
    /// <param name="marksDocuments">Whether columns get a line <c>-DOCSTART-</c> where a document begins; other layouts have none.</param>
    /// <exception cref="InvalidInputException">A word or a type cannot be written in the layout.</exception>
    /// <exception cref="EnvironmentException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<LabeledSentence> sentences, DataLayout layout,
        OffsetUnit offsets = OffsetUnit.CodePoints, bool marksDocuments = false)
    {
        var writable = sentences.Select(sentence => Checked(sentence, layout));
        if (layout == DataLayout.Columns) LabeledFileWriter.Write(path, writable, marksDocuments);
        else AtomicFile.Write(path, stream =>
        {
            if (layout == DataLayout.Csv) CsvSentences.Write(stream, writable);
            else if (layout == DataLayout.LabelStudio) LabelStudioTasks.Write(stream, writable, offsets);
            else JsonLines.Write(stream, writable, layout, offsets);
        });
    }

    /// <summary>Whether the layout holds entities as spans of a text, so that it has no scheme.</summary>
    public static bool HasSpans(DataLayout layout) => layout is DataLayout.Doccano or DataLayout.Spans or DataLayout.LabelStudio;

    // Words come from anywhere: a JSON file may hold what a line of columns cannot.
    private static LabeledSentence Checked(LabeledSentence sentence, DataLayout layout)
    {
        if (layout == DataLayout.Columns && Array.IndexOf(sentence.Words, ColumnLines.DocumentMark) is var mark and >= 0)
        {
            throw new InvalidInputException(InputKind.Data, null,
                $"the word {ColumnLines.DocumentMark} of the sentence in line {sentence.LineOf(mark)} would begin a document in columns; csv and huggingface can hold it");
        }
        foreach (var (i, text) in sentence.Words.Index().Concat(sentence.Labels.Index()))
        {
            if (text.Length > 0 && text.AsSpan().IndexOfAny("\r\n\0") < 0
                && (layout is not (DataLayout.Columns or DataLayout.Csv) || IsCell(text))) continue;
            throw new InvalidInputException(InputKind.Data, null,
                $"{UserText.Quote(text)} of the sentence in line {sentence.LineOf(i)} cannot be written in this layout: it has a space at an end or holds a tab, a line end or NUL");
        }
        return sentence;
    }

    private static bool IsCell(string text) => text[0] != ' ' && text[^1] != ' ' && !text.Contains('\t');
}
