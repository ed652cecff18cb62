using TinyBertPipeline.Core.Prediction;

namespace TinyBertPipeline.Core.Tests.Prediction;

public sealed class SentenceEncoderTests
{
    private static readonly TinyBertPipeline.Core.Tokenization.BertTokenizer _tokenizer = TestTokenizer.Create();

    [Fact]
    public void AShortSentenceIsOneWindowWithTheFirstPieceOfEachWord()
    {
        var window = Assert.Single(new SentenceEncoder(_tokenizer, 512).Encode(["Ann", "xyz", "\u200B", "."]));
        Assert.Equal(["[CLS]", "ann", "x", "##y", "##z", "[UNK]", ".", "[SEP]"], window.Ids.Select(id => _tokenizer.Vocabulary[id]));
        Assert.Equal([1, 2, 5, 6], window.FirstPieces);
        Assert.Equal((0, 0, 4), (window.FirstWord, window.CountedFrom, window.CountedTo));
    }

    [Theory]
    [InlineData("[SEP]")]
    [InlineData("[CLS]")]
    [InlineData("[PAD]")]
    public void AWordThatIsSpelledLikeAControlPieceIsText(string word)
    {
        var window = Assert.Single(new SentenceEncoder(_tokenizer, 512).Encode([word]));
        Assert.DoesNotContain(_tokenizer.Vocabulary.IdOf(word), window.Ids[1..^1]);
    }

    [Fact]
    public void ALongSentenceIsCutAtWordsAndWindowsSayWhereTheirWordsStand()
    {
        var words = Enumerable.Repeat("ab", 9).ToArray();
        var windows = new SentenceEncoder(_tokenizer, 10).Encode(words);
        Assert.Equal([(0, 0, 4), (3, 4, 7), (6, 7, 9)], windows.Select(window => (window.FirstWord, window.CountedFrom, window.CountedTo)));
        Assert.All(windows, window => Assert.True(window.Ids.Length <= 10));
        Assert.Equal(3, windows[1].PositionOf(4));
    }

    [Fact]
    public void AWordLongerThanAWindowIsCutButCounted()
    {
        var windows = new SentenceEncoder(_tokenizer, 6).Encode(["a", "abcdefgh", "b"]);
        Assert.Equal([1, 1, 1], windows.Select(window => window.CountedTo - window.CountedFrom));
        Assert.Equal(["[CLS]", "a", "##b", "##c", "##d", "[SEP]"], windows[1].Ids.Select(id => _tokenizer.Vocabulary[id]));
    }

    [Fact]
    public void NoWordsGiveNoWindow() => Assert.Empty(new SentenceEncoder(_tokenizer, 512).Encode([]));

    [Fact]
    public void AWindowWithoutRoomForAPieceIsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new SentenceEncoder(_tokenizer, 2));
}
