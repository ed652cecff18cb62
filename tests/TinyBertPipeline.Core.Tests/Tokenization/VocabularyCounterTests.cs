using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tests.Tokenization;

public sealed class VocabularyCounterTests
{
    [Fact]
    public void SpecialPiecesComeFirstThenCharactersThenWordsByCount()
    {
        var vocabulary = VocabularyCounter.Count([["ab", "Ab", "b"], ["ba", "ab"]], new TokenizerOptions(), 100);
        Assert.Equal(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "b", "##b", "a", "##a", "ab", "ba"], vocabulary.Pieces);
    }

    [Fact]
    public void EqualCountsAreOrderedByTextWhateverTheOrderOfTheWords()
    {
        var one = VocabularyCounter.Count([["x", "y", "z", "yx"]], new TokenizerOptions(), 100);
        var other = VocabularyCounter.Count([["yx"], ["z", "x"], ["y"]], new TokenizerOptions(), 100);
        Assert.Equal(one.Pieces, other.Pieces);
    }

    [Fact]
    public void WordsAreSplitAndNormalisedAsTheTokenizerDoes()
    {
        var lower = VocabularyCounter.Count([["É-中文", "\uD800"]], new TokenizerOptions(), 100);
        Assert.Equal(["##-", "##e", "##中", "##文", "-", "e", "中", "文"], lower.Pieces.Skip(5).Order(StringComparer.Ordinal));
        var cased = VocabularyCounter.Count([["É"]], new TokenizerOptions { Lowercase = false }, 100);
        Assert.Equal(["É", "##É"], cased.Pieces.Skip(5));
    }

    [Fact]
    public void AnyWordOfKnownCharactersHasPieces()
    {
        var tokenizer = new BertTokenizer(VocabularyCounter.Count([["abc", "abc", "中", "x"]], new TokenizerOptions(), 15), new TokenizerOptions());
        Assert.DoesNotContain(tokenizer.Vocabulary.UnknownId, tokenizer.EncodeWords(["abc", "cab", "cba中ab"]).SelectMany(pieces => pieces));
    }

    [Fact]
    public void TheSizeIsTheMostThatIsTaken()
    {
        Assert.Equal(9, VocabularyCounter.Count([["abc", "abd"]], new TokenizerOptions(), 9).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => VocabularyCounter.Count([["a"]], new TokenizerOptions(), 4));
    }
}
