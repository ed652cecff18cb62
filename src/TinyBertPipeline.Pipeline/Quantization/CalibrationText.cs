using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Pipeline.Quantization;

/// <summary>Sentences to calibrate or judge with.</summary>
/// <param name="Sentences">The words; labels only where the file has them.</param>
/// <param name="IsLabeled">Whether the file is a labelled one.</param>
internal sealed record CalibrationText(IReadOnlyList<LabeledSentence> Sentences, bool IsLabeled)
{
    private const int MostLooked = 50;

    /// <summary>Reads a labelled file, or plain text with a sentence a line, cut into words by the tokenizer's rules.</summary>
    /// <exception cref="InvalidInputException">The file cannot be read or has no sentence.</exception>
    public static CalibrationText Read(string path, BertTokenizer tokenizer)
    {
        if (!File.Exists(path))
            throw new InvalidInputException(InputKind.Data, path, "no such file; expected labelled lines or text with a sentence a line");
        var lines = RawTextReader.ReadParagraphs([path]);
        if (lines.Take(MostLooked).All(line => EndsInLabel(line.Text))) return new(LabeledData.Read(path).Sentences, true);
        LabeledSentence[] sentences = [.. lines.Select(line => Split(line, tokenizer)).Where(sentence => sentence.Words.Length > 0)];
        return sentences.Length > 0 ? new(sentences, false) : throw new InvalidInputException(InputKind.Data, path, "no sentence");
    }

    /// <summary>Sentences drawn at random, and the others in the same random order.</summary>
    public (CalibrationText Drawn, CalibrationText Others) Draw(int count, int seed)
    {
        LabeledSentence[] shuffled = [.. Sentences];
        new Random(seed).Shuffle(shuffled);
        return (this with { Sentences = [.. shuffled.Take(count)] }, this with { Sentences = [.. shuffled.Skip(count)] });
    }

    private static LabeledSentence Split(RawParagraph line, BertTokenizer tokenizer) =>
        new([.. tokenizer.SplitWords(line.Text).Select(word => line.Text[word.Start..word.End])], [], line.Line);

    // A word and something in the form of a label; a document mark may stand alone.
    private static bool EndsInLabel(string line)
    {
        var columns = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (columns is ["-DOCSTART-", ..]) return true;
        var label = columns[^1];
        var isLabel = label == "O" || ("BIESLUM".Contains(label[0], StringComparison.Ordinal) && label is { Length: 1 } or [_, '-', _, ..]);
        return columns.Length > 1 && isLabel;
    }
}
