using System.Globalization;
using CsvHelper;

namespace TinyBertPipeline.Core.Data.Writing;

/// <summary>Writes sentences as a table: a word a row, with the number of its sentence.</summary>
internal static class CsvSentences
{
    public static void Write(Stream stream, IEnumerable<LabeledSentence> sentences)
    {
        using var csv = CsvWriter.Create(stream, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteHeader("sentence_id", "word", "label");
        foreach (var (number, sentence) in sentences.Index())
        {
            for (var i = 0; i < sentence.Words.Length; i++)
            {
                csv.WriteField(number.ToString(CultureInfo.InvariantCulture));
                csv.WriteField(sentence.Words[i]);
                csv.WriteField(sentence.Labels[i]);
                csv.EndRecord();
            }
        }
    }
}
