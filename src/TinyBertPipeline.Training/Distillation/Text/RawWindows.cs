using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Training.Distillation.Text;

/// <summary>The windows of raw text: each paragraph encoded and cut at word borders. <c>[SEP]</c> in a text is text.</summary>
/// <param name="files">The text files, in order.</param>
/// <param name="tokenizer">Splits and encodes.</param>
/// <param name="window">Pieces of a window at most, [CLS] and [SEP] included.</param>
internal sealed class RawWindows(IReadOnlyList<string> files, BertTokenizer tokenizer, int window)
{
    private const int ParagraphsAtOnce = 1024;

    // Pieces of text that are kept between the two passes over it, 64 MB; of longer text the second pass encodes anew.
    private const long KeptPieces = 1 << 24;

    private readonly BertTokenizer _tokenizer = tokenizer.WithPlainText();

    /// <summary>Streams the windows; every call reads the files anew and gives the same windows.</summary>
    public IEnumerable<int[]> Read()
    {
        var cutter = new WindowCutter(window, _tokenizer.Vocabulary.ClassifyId, _tokenizer.Vocabulary.SeparateId);
        return RawTextReader.ReadParagraphs(files).Chunk(ParagraphsAtOnce)
            .SelectMany(paragraphs => _tokenizer.EncodeBatch(Array.ConvertAll(paragraphs, paragraph => paragraph.Text)))
            .SelectMany(encoded => cutter.Cut(encoded.Ids[1..^1], encoded.WordIds[1..^1]));
    }

    /// <summary>
    /// The windows most like the training text (Moore-Lewis), in the order of the text, until they hold the wished pieces. Goes over the
    /// text twice and keeps little more than the choice.
    /// </summary>
    /// <param name="training">The training text's windows.</param>
    /// <param name="pieces">Pieces to choose.</param>
    public BestWindows ChooseLike(IEnumerable<int[]> training, long pieces)
    {
        var (trainingCounts, rawCounts) = (new PieceCounts(_tokenizer.Vocabulary.Count), new PieceCounts(_tokenizer.Vocabulary.Count));
        foreach (var encoded in training) trainingCounts.AddWindow(encoded);
        List<int[]>? kept = [];
        foreach (var encoded in Read())
        {
            rawCounts.AddWindow(encoded);
            kept?.Add(encoded);
            if (rawCounts.Total > KeptPieces) kept = null;
        }
        var score = new MooreLewisScore(trainingCounts, rawCounts);
        var best = new BestWindows(pieces);
        foreach (var encoded in kept ?? Read()) best.Offer(encoded, score.Of(encoded));
        return best;
    }
}
