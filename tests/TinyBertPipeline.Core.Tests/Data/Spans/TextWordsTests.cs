using TinyBertPipeline.Core.Data.Spans;

namespace TinyBertPipeline.Core.Tests.Data.Spans;

public sealed class TextWordsTests
{
    [Theory]
    [InlineData("Anna's e-mail: a@b.c!", "Anna|'|s|e|-|mail|:|a|@|b|.|c|!")]
    [InlineData(" a\t\nb\u00A0c\u3000d ", "a|b|c|d")]
    [InlineData("中文ab漢1", "中|文|ab|漢|1")]
    [InlineData("می\u200Cروم \u200B x", "می\u200Cروم|x")]              // a joiner stays inside a word and is no word alone
    [InlineData("😀x 𠀀y", "😀x|𠀀|y")]
    [InlineData("", "")]
    public void WordsAreThoseOfBertBeforeItsVocabulary(string text, string words)
    {
        var cut = TextWords.Split(text);
        Assert.Equal(words, string.Join('|', cut.Starts.Zip(cut.Ends, (start, end) => text[start..end])));
    }
}
