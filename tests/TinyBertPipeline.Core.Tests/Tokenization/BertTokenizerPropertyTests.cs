using CsCheck;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tests.Tokenization;

public sealed class BertTokenizerPropertyTests
{
    private const string Letters = "abcdeÉßıİσΣéñ中文かなㄱ가각힣\u09CB\u0E01";
    private const string Others = " \t\n\u00A0\u3000.,-[]#°©\u0301\u0323\u0345\u200B\u00AD\uFEFF\uFFFD\u0085\0\u1E9E\u037E\u2028";

    private static readonly string[] _tricky =
        ["[SEP]", "[MASK]", "[CLS", "##a", "\U0001D160\u302E\u0301", "\u0F73\u0F71", "\U0001F468\u200D\U0001F469"];

    private static readonly Gen<string> _plain = Gen.OneOf(Gen.Char[Letters], Gen.Char[Others]).Array[0, 40].Select(units => new string(units));

    // Any UTF-16 units, half of surrogate pairs included.
    private static readonly Gen<string> _any = Gen.OneOf(
        _plain,
        Gen.Char.Array[0, 40].Select(units => new string(units)),
        Gen.Char['\uD800', '\uDFFF'].Array[0, 8].Select(units => new string(units)),
        Gen.Int[0, _tricky.Length - 1].Select(i => _tricky[i])).Array[0, 4]
        .Select(string.Concat);

    // Around the sixteen units that are read at once.
    private static readonly Gen<string> _words = Gen.Select(Gen.Char["abcdeABCDE"].Array[0, 19], Gen.Char[" .é中\u0301\u200BE1\0"])
        .Select((letters, behind) => new string(letters) + behind).Array[0, 6].Select(string.Concat);

    private static readonly Gen<TokenizerOptions> _options = Gen.Bool.Array[5].Select(set => new TokenizerOptions
    {
        Lowercase = set[0],
        StripAccents = set[1],
        TokenizeChineseCharacters = set[2],
        CleanText = set[3],
        SplitSpecialTokens = set[4],
    });

    private static readonly string[] _characters = ["a", "b", "c", "d", "e", "中", "ß", ".", "#"];

    private static readonly Vocabulary _vocabulary =
        new([.. new SpecialPieces().All, .. _characters, .. _characters.Select(character => "##" + character), "abcde"]);

    [Fact]
    public void AnyUtf16StringIsEncodedWithOffsetsInOrder() =>
        Gen.Select(_any, _options).Sample((text, options) =>
        {
            var tokenizer = new BertTokenizer(_vocabulary, options);
            var offsets = tokenizer.Encode(text).Offsets[1..^1];
            var previous = (Start: 0, End: 0);
            foreach (var (start, end) in offsets)
            {
                Assert.True(start >= previous.Start && end >= previous.End && start < end && end <= text.Length);
                previous = (start, end);
            }
            Assert.All(tokenizer.EncodeWord(text), id => Assert.InRange(id, 0, _vocabulary.Count - 1));
        }, iter: 20_000);

    // A token that is looked for in normalised text makes the tokenizer normalise all of the text.
    [Fact]
    public void WordsTakenFromTheTextHaveThePiecesAndOffsetsOfNormalisedOnes() =>
        Gen.Select(_any, _words, _options).Sample((text, words, options) =>
        {
            var token = new AddedToken("zqzq", _vocabulary.Count, Special: false, Normalized: true);
            var tokenizer = new BertTokenizer(new Vocabulary([.. _vocabulary.Pieces, token.Content]), options, [token], _vocabulary.Count);
            foreach (var each in new[] { words, text + words, words + text, words })
            {
                var (direct, normalized) = (new PieceBuffer(), new PieceBuffer());
                tokenizer.Encode(each, direct);
                tokenizer.Encode(each + " zqzq", normalized);
                Assert.Equal(token.Id, normalized.Pieces[^1].Id);
                Assert.Equal(normalized.Pieces[..^1].ToArray(), direct.Pieces.ToArray());
            }
        }, iter: 10_000);

    [Fact]
    public void PiecesNeverOverlapWhereNoCharacterBecomesSeveral() =>
        _any.Sample(text =>
        {
            var tokenizer = new BertTokenizer(_vocabulary, new TokenizerOptions { Lowercase = false });
            var end = 0;
            foreach (var offset in tokenizer.Encode(text).Offsets[1..^1])
            {
                Assert.True(offset.Start >= end);
                end = offset.End;
            }
        }, iter: 20_000);

    [Fact]
    public void WordsSkipNothingButWhiteSpaceAndRemovedCharacters() =>
        Gen.Select(_plain, _options).Sample((text, options) =>
        {
            var end = 0;
            foreach (var word in new BertTokenizer(_vocabulary, options).SplitWords(text).Append(new TextWord(text.Length, text.Length)))
            {
                Assert.True(word.Start >= end);
                Assert.All(text[end..word.Start], unit => Assert.NotEqual(default, CharacterTable.ClassOf(unit) & Skipped));
                end = word.End;
            }
        }, iter: 20_000);

    [Fact]
    public void WordsOfATextHaveThePiecesOfTheText() =>
        Gen.Select(_plain, _options).Sample((text, options) =>
        {
            var tokenizer = new BertTokenizer(_vocabulary, options with { SplitSpecialTokens = true });
            var words = tokenizer.SplitWords(text).Select(word => text[word.Start..word.End]).ToList();
            Assert.Equal(tokenizer.Encode(text).Ids[1..^1], tokenizer.EncodeWords(words).SelectMany(pieces => pieces));
        }, iter: 20_000);

    [Fact]
    public void BatchesGiveTheResultsOfSingleTextsInTheirOrder() =>
        _any.Array[0, 30].Sample(texts =>
        {
            var tokenizer = new BertTokenizer(_vocabulary, new TokenizerOptions());
            var batch = tokenizer.EncodeBatch(texts, 8);
            Assert.Equal(texts.Select(text => tokenizer.Encode(text, null, 8).Ids), batch.Select(encoded => encoded.Ids));
        }, iter: 300);

    private const CharacterClass Skipped = CharacterClass.WhiteSpace | CharacterClass.Removed | CharacterClass.StrippedMark;
}
