using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.TokenClassification;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tests.Tasks.TokenClassification;

public sealed class WordsOfFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("ann saw oslo , and left", WordSplit.Punctuation)]
    [InlineData("ann, bob, and oslo: here", WordSplit.WhiteSpace)]
    [InlineData("2 0 2 3 年 A B C 公 司 在 北 京 市 的 人", WordSplit.Character)]
    [InlineData("the U.S. and O'Neill , a b-c .", WordSplit.Learned)]
    public void WordsAreMadeAsTheFileHasThem(string words, WordSplit expected) => Assert.Equal(expected, Complete(words).Words);

    [Fact]
    public void SignsStayWhereTheFileKeepsThem()
    {
        var marks = Complete("the U.S. and O'Neill 's b-c 's @ann @bob @ , . . . . . Abt. Abt. x Bde. ( y ) z").Marks!;
        Assert.Equal(new KeptMarks { Start = "'@", Middle = "'-.", Initials = true, Abbreviations = "Abt.", Endings = "'s" }, marks);
    }

    [Theory]
    [InlineData("the firm Smith Bros. left . . . .", true)]     // one of them is enough
    [InlineData("the firm Smith Bros . left . . . .", false)]
    [InlineData("Dr. Smith and Mr . Smith and Mrs . Smith . .", false)]
    [InlineData("Dr. Smith of the Smith Co .", true)]            // a full stop that ends the sentence
    public void AFileThatKeepsOneCommonAbbreviationKeepsTheOthers(string words, bool kept)
    {
        var abbreviations = Complete(words).Marks?.Abbreviations.Split(' ') ?? [];
        Assert.Equal(kept, abbreviations.Contains("Ph.D."));
        Assert.Equal(kept, abbreviations.Contains("Ltd."));
    }

    [Fact]
    public void ATextIsSplitAtNoCommonAbbreviation()
    {
        var settings = Complete("the D.Sc. of Smith Bros. is well-known . . . .");
        var tokenizer = new BertTokenizer(new Vocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a"]), new TokenizerOptions());
        var text = "Acme Ltd., a firm of Dr. Doe, Ph.D.";
        Assert.Equal(["Acme", "Ltd.", ",", "a", "firm", "of", "Dr.", "Doe", ",", "Ph.D."],
            tokenizer.SplitWords(text, settings.Words!.Value, settings.Marks).Select(word => text[word.Start..word.End]));
    }

    [Fact]
    public void WhatAUserSaysOfWordsIsTaken()
    {
        var settings = Read("the U.S. x").Complete(new BundleSettings { Words = WordSplit.Punctuation });
        Assert.Equal((WordSplit.Punctuation, null), (settings.Words, settings.Marks));
    }

    public void Dispose() => _folder.Dispose();

    private BundleSettings Complete(string words) => Read(words).Complete(new BundleSettings());

    private ILabeledFile Read(string words) => new TokenClassificationTask().Read(
        _folder.Write("data", string.Concat(words.Split(' ').Select((word, i) => $"{word}\t{(i == 0 ? "B-LOC" : "O")}\n"))), new DataOptions());
}
