using CsCheck;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tests.Tokenization;

public sealed class SplitWordsTests
{
    private static readonly string[] _pieces =
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "##b", "covid", "-", "19", "oslo", "@", "user", "[", "]", "sep", ",", "年"];

    // Two found in the text as it stands, one of them a control token, and two found in normalised text.
    private static readonly BertTokenizer _tokenizer = Create(new TokenizerOptions());

    [Theory]
    [InlineData(WordSplit.Punctuation, "hello COVID-19 in oslo @USER", "hello|COVID-19|in|oslo|@USER")]
    [InlineData(WordSplit.Punctuation, "(covid-19), xCovid-19b", "(|covid-19|)|,|x|Covid-19|b")]   // inside a word too, as in the reference
    [InlineData(WordSplit.Punctuation, "@user <e1>a New  York, new york", "@|user|<e1>|a|New|York|,|new york")]
    [InlineData(WordSplit.Punctuation, "[SEP] a[MASK]b", "[|SEP|]|a|[|MASK|]|b")]                  // control pieces are plain text
    [InlineData(WordSplit.WhiteSpace, "hello COVID-19, in\u3000(oslo).", "hello|COVID-19,|in|(oslo).")]
    [InlineData(WordSplit.WhiteSpace, "new york, a \u200Bb\u200B \u200B c\u00A0d", "new york,|a|b|c|d")]
    [InlineData(WordSplit.WhiteSpace, "a\u200Bb 年x [SEP]", "a\u200Bb|年x|[SEP]")]
    [InlineData(WordSplit.Character, "2023 年ABC公司", "2|0|2|3|年|A|B|C|公|司")]
    [InlineData(WordSplit.Character, "in COVID-19\u200B<e1>\U0001F600[SEP]", "i|n|COVID-19|<e1>|\U0001F600|[|S|E|P|]")]
    [InlineData(WordSplit.Character, "", "")]
    [InlineData(WordSplit.WhiteSpace, " \u200B ", "")]
    public void WordsAreThePartsOfTheTextThatTheWayOfSplittingMakes(WordSplit split, string text, string words) =>
        Assert.Equal(words, string.Join('|', _tokenizer.SplitWords(text, split).Select(word => text[word.Start..word.End])));

    [Theory]
    [InlineData("the U.S.-led talks, (Oslo's)", "the|U.S.-led|talks|,|(|Oslo|'s|)")]
    [InlineData("J. Doe met Dr. Ann.", "J.|Doe|met|Dr.|Ann|.")]
    [InlineData("@ann: a-b @user <e1>-a", "@ann|:|a-b|@user|<e1>|-|a")]                        // added tokens stay whole, nothing joins them
    [InlineData("年a年, \"b\"", "年|a|年|,|\"|b|\"")]
    [InlineData("-- '' 's", "-|-|'|'|'s")]
    public void SignsThatTrainingKeptWithinWordsStayThere(string text, string words)
    {
        var marks = new KeptMarks { Start = "@'", Middle = ".-", Initials = true, Abbreviations = "Dr. St.", Endings = "'s" };
        Assert.Equal(words, string.Join('|', _tokenizer.SplitWords(text, WordSplit.Learned, marks).Select(word => text[word.Start..word.End])));
    }

    [Fact]
    public void WithoutSignsToKeepWordsAreThoseOfTheTokenizer()
    {
        const string text = "U.S.-led (covid-19) @USER x";
        Assert.Equal(_tokenizer.SplitWords(text), _tokenizer.SplitWords(text, WordSplit.Learned));
    }

    [Fact]
    public void ALoneSurrogateIsNoWord()
    {
        Assert.Equal([new TextWord(0, 1), new TextWord(2, 3)], _tokenizer.SplitWords("a\uD800b", WordSplit.Character));
        Assert.Equal([new TextWord(0, 3)], _tokenizer.SplitWords("a\uDC00b", WordSplit.WhiteSpace));
    }

    [Fact]
    public void WhatCleaningWouldRemoveIsAWordWhereNothingIsCleaned()
    {
        var tokenizer = Create(new TokenizerOptions { CleanText = false });
        Assert.Equal([new TextWord(0, 1), new TextWord(1, 2)], tokenizer.SplitWords("a\u200B", WordSplit.Character));
        Assert.Equal([new TextWord(0, 2)], tokenizer.SplitWords("a\u200B", WordSplit.WhiteSpace));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void GivenWordsAndRawTextFindTheSameAddedTokens(bool splitsSpecialTokens)
    {
        var tokenizer = Create(new TokenizerOptions { SplitSpecialTokens = splitsSpecialTokens });
        const string text = "hello COVID-19 in oslo @USER [SEP] <e1> new york";
        var (plain, words) = (tokenizer.WithPlainText(), tokenizer.SplitWords(text).Select(word => text[word.Start..word.End]).ToArray());
        Assert.Equal(plain.Encode(text).Ids[1..^1], plain.EncodeWords(words).SelectMany(pieces => pieces));
        Assert.Equal(splitsSpecialTokens, !words.Contains("<e1>"));
        Assert.DoesNotContain(tokenizer.Vocabulary.SeparateId, plain.Encode(text).Ids[1..^1]);
    }

    [Fact]
    public void EveryWayKeepsTheOrderAndSkipsNothingVisible() =>
        Gen.Select(Gen.Char["ab ,中\u3000\u200B-19\u0301covidCOVID"].Array[0, 30], Gen.Enum<WordSplit>()).Sample((units, split) =>
        {
            var (text, end) = (new string(units), 0);
            foreach (var word in _tokenizer.SplitWords(text, split).Append(new TextWord(text.Length, text.Length)))
            {
                Assert.True(word.Start >= end && word.End >= word.Start);
                Assert.All(text[end..word.Start], unit => Assert.Contains(unit, " \u3000\u200B\u0301"));
                end = word.End;
            }
        }, iter: 5_000);

    private static BertTokenizer Create(TokenizerOptions options)
    {
        var modelPieces = _pieces.Length;
        AddedToken[] added =
        [
            new("@USER", modelPieces, Special: false, Normalized: false),
            new("<e1>", modelPieces + 1, Special: true, Normalized: false),
            new("COVID-19", modelPieces + 2, Special: false, Normalized: true),
            new("new york", modelPieces + 3, Special: false, Normalized: false),
        ];
        return new BertTokenizer(new Vocabulary([.. _pieces, .. added.Select(token => token.Content)]), options, added, modelPieces);
    }
}
