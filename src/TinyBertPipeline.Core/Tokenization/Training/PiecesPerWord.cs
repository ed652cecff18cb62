using TinyBertPipeline.Core.Data;

namespace TinyBertPipeline.Core.Tokenization.Training;

/// <summary>How well a vocabulary fits a text: the pieces that its words fall into on average, and the words it does not know.</summary>
/// <param name="Pieces">Pieces of all words.</param>
/// <param name="Words">Words, a Chinese character being one.</param>
/// <param name="Unknown">Words without pieces.</param>
public sealed record PiecesPerWord(long Pieces, long Words, long Unknown)
{
    /// <summary>Pieces a word.</summary>
    public double Mean => Words == 0 ? 0 : (double)Pieces / Words;

    /// <summary>Counts over <c>.txt</c> files and folders of them.</summary>
    /// <exception cref="InvalidInputException">An input is absent or not UTF-8.</exception>
    public static PiecesPerWord Measure(BertTokenizer tokenizer, IEnumerable<string> inputs)
    {
        long pieces = 0, words = 0, unknown = 0;
        foreach (var paragraphs in RawTextReader.ReadParagraphs(RawTextReader.FindFiles(inputs)).Chunk(1024))
        {
            foreach (var encoded in tokenizer.EncodeBatch(Array.ConvertAll(paragraphs, paragraph => paragraph.Text)))
            {
                pieces += encoded.Ids.Length - 2;                  // without [CLS] and [SEP]
                words += encoded.WordIds.Length > 2 ? encoded.WordIds[^2] + 1 : 0;
                unknown += encoded.Ids.Count(id => id == tokenizer.Vocabulary.UnknownId);
            }
        }
        return new PiecesPerWord(pieces, words, unknown);
    }
}
