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
        var marks = Complete("the U.S. and O'Neill 's b-c 's @ann @bob @ , . . . . . Dr. Dr. x Mr. ( y ) z").Marks!;
        Assert.Equal(new KeptMarks { Start = "'@", Middle = "'-.", Initials = true, Abbreviations = "Dr.", Endings = "'s" }, marks);
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
