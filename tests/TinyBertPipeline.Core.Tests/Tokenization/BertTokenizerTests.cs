using System.Text.Json;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tests.Tokenization;

public sealed class BertTokenizerTests
{
    private static readonly Vocabulary _letters = new(
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "##a", "##b", "ab", ".", "[", "]", "sep", "中", "e", "##e", "aba"]);

    [Theory]
    [InlineData("en-cased", false)]
    [InlineData("zh", true)]
    public void HandWrittenTextsGiveTheTokensIdsAndOffsetsOfTheReference(string setting, bool lowercase)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Tokenization", "Golden", setting);
        var tokenizer = new BertTokenizer(Vocabulary.Load(Path.Combine(folder, "vocab.txt")), new TokenizerOptions { Lowercase = lowercase });
        foreach (var line in File.ReadLines(Path.Combine(folder, "hand-written.jsonl")))
        {
            using var row = JsonDocument.Parse(line);
            var options = new EncodingOptions { AddSpecialPieces = row.RootElement.GetProperty("add_special_tokens").GetBoolean() };
            TokenizerReference.AssertRow(row.RootElement, tokenizer.Encode(row.RootElement.GetProperty("text").GetString()!, null, options));
        }
    }

    [Theory]
    [InlineData("aba", "aba 0-3")]                        // longest match first
    [InlineData("abab", "aba 0-3, ##b 3-4")]
    [InlineData("abc", "[UNK] 0-3")]                      // one unknown part makes the word unknown
    [InlineData("A\u0301B", "ab 0-3")]                    // offsets point into the original text
    [InlineData("a\u200Bb a", "ab 0-3, a 4-5")]           // a removed character inside a word is covered
    [InlineData("\u200Ba\u200B", "a 1-2")]                // at its ends it is not
    [InlineData("中a中", "中 0-1, a 1-2, 中 2-3")]
    [InlineData("a.b", "a 0-1, . 1-2, b 2-3")]
    [InlineData("\uD83D\uDE00", "[UNK] 0-2")]             // offsets count UTF-16 units
    [InlineData("a [SEP]b", "a 0-1, [SEP] 2-7, b 7-8")]   // the library's default for special pieces in the text
    [InlineData("[sep]", "[ 0-1, sep 1-4, ] 4-5")]
    public void TextsBecomePiecesWithOffsets(string text, string pieces)
    {
        var encoded = new BertTokenizer(_letters, new TokenizerOptions()).Encode(text, null, new EncodingOptions { AddSpecialPieces = false });
        Assert.Equal(pieces, string.Join(", ", encoded.Tokens.Zip(encoded.Offsets, (token, at) => $"{token} {at.Start}-{at.End}")));
    }

    // Attributes hold UTF-8, so the strings are made here.
    [Fact]
    public void ALoneSurrogateCountsAsAReplacementCharacterWhichCleaningRemoves()
    {
        var tokenizer = new BertTokenizer(_letters, new TokenizerOptions());
        Assert.Equal([(0, 0), (0, 3), (0, 0)], tokenizer.Encode("a\uD800b").Offsets);
        Assert.Equal(["[CLS]", "[SEP]"], tokenizer.Encode("\uDC00").Tokens);
        Assert.Equal([_letters.UnknownId], tokenizer.EncodeWord("\uDFFF\uD800"));
        Assert.Equal(["[UNK]"], new BertTokenizer(_letters, new TokenizerOptions { CleanText = false }).Encode("\uD800").Tokens[1..^1]);
    }

    [Fact]
    public void SpecialPiecesInTheTextArePlainWhenTheyAreSplit()
    {
        var tokenizer = new BertTokenizer(_letters, new TokenizerOptions { SplitSpecialTokens = true });
        Assert.Equal(["[CLS]", "[", "sep", "]", "[SEP]"], tokenizer.Encode("[SEP]").Tokens);
        Assert.Equal(["[", "sep", "]"], tokenizer.EncodeWord("[SEP]").Select(id => _letters[id]));
    }

    [Theory]
    [InlineData(100, "e")]
    [InlineData(101, "[UNK]")]
    public void WordsOfMoreThanAHundredCharactersAreUnknown(int length, string first)
    {
        var encoded = new BertTokenizer(_letters, new TokenizerOptions()).Encode(new string('é', length));
        Assert.Equal(first, encoded.Tokens[1]);
        Assert.Equal(length, encoded.Offsets[^2].End);
    }

    [Theory]
    [InlineData("ab", "9")]
    [InlineData("a.b", "5 10 6")]
    [InlineData("\u0301", "1")]      // nothing is left: unknown
    [InlineData("", "1")]
    public void GivenWordsAlwaysHavePieces(string word, string ids)
    {
        var tokenizer = new BertTokenizer(_letters, new TokenizerOptions());
        Assert.Equal(ids, string.Join(' ', tokenizer.EncodeWord(word)));
        Assert.Equal(ids, string.Join(' ', tokenizer.EncodeWords(["a", word])[1]));
    }

    [Theory]
    [InlineData(" a.b  中a ", "1-2 2-3 3-4 6-7 7-8")]
    [InlineData("[SEP]", "0-1 1-4 4-5")]   // plain text for a tagger
    [InlineData("\u200B \u0301", "")]
    public void RawTextIsSplitIntoWordsWithOffsets(string text, string words)
    {
        var split = new BertTokenizer(_letters, new TokenizerOptions()).SplitWords(text);
        Assert.Equal(words, string.Join(' ', split.Select(word => $"{word.Start}-{word.End}")));
    }

    [Fact]
    public void CutTextsSayThatTheyAreCut()
    {
        var tokenizer = new BertTokenizer(_letters, new TokenizerOptions());
        Assert.Equal(["[CLS]", "a", "b", "[SEP]"], tokenizer.Encode("a b a", null, 4).Tokens);
        Assert.True(tokenizer.Encode("a b a", null, 4).Truncated);
        Assert.False(tokenizer.Encode("a b a", null, 5).Truncated);
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Encode("a", null, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.EncodeBatch(["a"], 1));
        Assert.Throws<ArgumentException>(
            () => tokenizer.Encode("a", "b b b b", new EncodingOptions { MaxTokens = 5, Truncation = Truncation.OnlyFirst }));
    }

    [Fact]
    public void EncodingIntoABufferAllocatesNothing()
    {
        var texts = Enumerable.Range(0, 20).Select(i => $"ab.é 中[MASK]\u0301 Abba{i}b aba ").ToArray();
        // Each tokenizer mixes the words' places in its cache with a number of its own: in one of ten, some words take each other's place.
        Assert.Equal(0, Enumerable.Range(0, 20).Min(_ => OfNewTokenizer()));

        long OfNewTokenizer()
        {
            var (tokenizer, buffer) = (new BertTokenizer(_letters, new TokenizerOptions()), new PieceBuffer());
            return SteadyAllocation.Measure(() =>
            {
                foreach (var text in texts) tokenizer.Encode(text, buffer);
                tokenizer.EncodeWords(texts, buffer);
            });
        }
    }

    [Fact]
    public void ABufferHoldsThePiecesOfTheLastTextOrOfGivenWords()
    {
        var (tokenizer, buffer) = (new BertTokenizer(_letters, new TokenizerOptions()), new PieceBuffer());
        tokenizer.Encode("aba aba", buffer);
        tokenizer.Encode("xx aB.[SEP]", buffer);
        Assert.Equal([new Piece(1, 0, 0, 2), new Piece(9, 1, 3, 5), new Piece(10, 2, 5, 6), new Piece(3, 3, 6, 11)], buffer.Pieces.ToArray());
        tokenizer.EncodeWords(["a.b", "\u0301", "", "a"], buffer);
        Assert.Equal(
            [new Piece(5, 0, 0, 1), new Piece(10, 0, 1, 2), new Piece(6, 0, 2, 3), new Piece(1, 1, 0, 0), new Piece(1, 2, 0, 0), new Piece(5, 3, 0, 1)],
            buffer.Pieces.ToArray());
    }

    [Fact]
    public void EncodingAllocatesNothingButItsResult()
    {
        var tokenizer = new BertTokenizer(_letters, new TokenizerOptions());
        var text = string.Concat(Enumerable.Repeat("ab.é 中[MASK]\u0301 zzz ", 500));
        var pieces = tokenizer.Encode(text).Ids.Length;
        var allocated = SteadyAllocation.Measure(() => tokenizer.Encode(text));
        Assert.InRange(allocated, 20 * pieces, 20 * pieces + 1000);   // 20 bytes a piece: three ids and two offsets
    }
}
