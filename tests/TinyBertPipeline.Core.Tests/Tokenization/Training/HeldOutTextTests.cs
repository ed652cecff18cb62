using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Core.Tokenization.Training;

namespace TinyBertPipeline.Core.Tests.Tokenization.Training;

/// <summary>Vocabularies of the reference's size and text, beside the reference's.</summary>
public sealed class HeldOutTextTests
{
    [Theory]
    [InlineData("en-cased", false, "en/wiki/part-03.txt", "en/masc/part-00.txt", "en/wiki/part-00.txt", "en/biomedical/part-00.txt")]
    [InlineData("zh", true, "zh/wiki/part-04.txt", "zh/wiki/part-00.txt", "zh/wiki/part-01.txt", "zh/laws/part-00.txt")]
    public void PiecesAWordAreThoseOfTheReferenceWithinTwoPercent(string setting, bool lowercase, string heldOut, params string[] texts)
    {
        var options = new TokenizerOptions { Lowercase = lowercase };
        var reference = Vocabulary.Load(ReferenceData.Require("tokenizer", setting, "vocab.txt"));
        var trained = VocabularyTrainer.TrainOnFiles(
            texts.Select(text => ReferenceData.RequireInput("corpora", text)), new VocabularyTrainingOptions { Size = reference.Count, Tokenizer = options });
        var text = File.ReadAllLines(ReferenceData.RequireInput("corpora", heldOut));
        var (own, other) = (Count(trained.Vocabulary), Count(reference));
        Assert.InRange(own.Pieces / (double)other.Pieces, 0.98, 1.02);
        Assert.True(own.Unknown <= 1.5 * other.Unknown, $"{own.Unknown} unknown words, the reference's {other.Unknown}");

        (long Pieces, long Unknown) Count(Vocabulary vocabulary)
        {
            var (tokenizer, buffer) = (new BertTokenizer(vocabulary, options), new PieceBuffer());
            long pieces = 0, unknown = 0;
            foreach (var line in text)
            {
                tokenizer.Encode(line, buffer);
                pieces += buffer.Count;
                foreach (var piece in buffer.Pieces) unknown += piece.Id == vocabulary.UnknownId ? 1 : 0;
            }
            return (pieces, unknown);
        }
    }
}
