using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Training.Distillation.Text;

/// <summary>The windows of raw text: each paragraph encoded and cut at word borders.</summary>
/// <param name="files">The text files, in order.</param>
/// <param name="tokenizer">Splits and encodes.</param>
/// <param name="maxPieces">Pieces of a window at most, [CLS] and [SEP] included.</param>
public sealed class RawWindows(IReadOnlyList<string> files, BertTokenizer tokenizer, int maxPieces)
{
    private const int ParagraphsAtOnce = 1024;

    /// <summary>Streams the windows; every call reads the files anew and gives the same windows.</summary>
    public IEnumerable<int[]> Read()
    {
        var cutter = new WindowCutter(maxPieces, tokenizer.Vocabulary.ClassifyId, tokenizer.Vocabulary.SeparateId);
        return RawTextReader.ReadParagraphs(files).Chunk(ParagraphsAtOnce)
            .SelectMany(paragraphs => tokenizer.EncodeBatch(Array.ConvertAll(paragraphs, paragraph => paragraph.Text)))
            .SelectMany(encoded => cutter.Cut(encoded.Ids[1..^1], encoded.WordIds[1..^1]));
    }

    /// <summary>
    /// The windows most like the training text (Moore-Lewis), in the order of the text, until they hold the wished pieces. Reads the text twice
    /// and keeps no more than the choice.
    /// </summary>
    /// <param name="training">The training text's windows.</param>
    /// <param name="pieces">Pieces to choose.</param>
    public BestWindows ChooseLike(IEnumerable<int[]> training, long pieces)
    {
        var (trainingCounts, rawCounts) = (new PieceCounts(tokenizer.Vocabulary.Count), new PieceCounts(tokenizer.Vocabulary.Count));
        foreach (var window in training) trainingCounts.AddWindow(window);
        foreach (var window in Read()) rawCounts.AddWindow(window);
        var score = new MooreLewisScore(trainingCounts, rawCounts);
        var best = new BestWindows(pieces);
        foreach (var window in Read()) best.Offer(window, score.Of(window));
        return best;
    }
}
