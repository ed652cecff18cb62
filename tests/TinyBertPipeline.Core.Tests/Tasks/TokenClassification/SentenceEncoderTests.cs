using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.TokenClassification;
using TinyBertPipeline.Core.Tests.Prediction;

namespace TinyBertPipeline.Core.Tests.Tasks.TokenClassification;

public sealed class SentenceEncoderTests
{
    private static readonly TinyBertPipeline.Core.Tokenization.BertTokenizer _tokenizer = TestTokenizer.Create();

    [Fact]
    public void AShortSentenceIsOneWindowWithTheFirstPieceOfEachWord()
    {
        var item = new SentenceEncoder(_tokenizer, 512).Encode(["Ann", "xyz", "\u200B", "."]);
        var window = Assert.Single(item.Windows);
        Assert.Equal(["[CLS]", "ann", "x", "##y", "##z", "[UNK]", ".", "[SEP]"], Pieces(window));
        Assert.Equal([new(1, 0), new(2, 1), new(5, 2), new(6, 3)], window.Counted);
        Assert.Equal(4, item.Rows);
    }

    [Theory]
    [InlineData("[SEP]")]
    [InlineData("[CLS]")]
    [InlineData("[PAD]")]
    public void AWordThatIsSpelledLikeAControlPieceIsText(string word)
    {
        var window = Assert.Single(new SentenceEncoder(_tokenizer, 512).Encode([word]).Windows);
        Assert.DoesNotContain(_tokenizer.Vocabulary.IdOf(word), window.Input.Ids[1..^1]);
    }

    [Fact]
    public void ALongSentenceIsCutAtWordsAndWindowsSayWhereTheirWordsStand()
    {
        var windows = new SentenceEncoder(_tokenizer, 10).Encode([.. Enumerable.Repeat("ab", 9)]).Windows;
        Assert.Equal([[0, 1, 2, 3], [4, 5, 6], [7, 8]], windows.Select(window => window.Counted.Select(row => row.Row).ToArray()));
        Assert.All(windows, window => Assert.True(window.Input.Length <= 10));
        Assert.Equal(3, windows[1].Counted[0].Position);                      // the word before it stands there for context alone
    }

    [Fact]
    public void AWordLongerThanAWindowIsCutButCounted()
    {
        var windows = new SentenceEncoder(_tokenizer, 6).Encode(["a", "abcdefgh", "b"]).Windows;
        Assert.Equal([1, 1, 1], windows.Select(window => window.Counted.Length));
        Assert.Equal(["[CLS]", "a", "##b", "##c", "##d", "[SEP]"], Pieces(windows[1]));
    }

    [Fact]
    public void NoWordsGiveNoWindow() => Assert.Empty(new SentenceEncoder(_tokenizer, 512).Encode([]).Windows);

    [Fact]
    public void AWindowWithoutRoomForAPieceIsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new SentenceEncoder(_tokenizer, 2));

    private static IEnumerable<string> Pieces(TaskWindow window) => window.Input.Ids.Select(id => _tokenizer.Vocabulary[id]);
}
