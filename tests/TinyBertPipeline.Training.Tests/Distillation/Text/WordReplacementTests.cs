using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Distillation.Text;

namespace TinyBertPipeline.Training.Tests.Distillation.Text;

public sealed class WordReplacementTests
{
    private static readonly Vocabulary _vocabulary = new(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "##c", "d", "##e"]);
    private static readonly int[][] _raw = [[2, 8, 9, 9, 3], [2, 9, 8, 1, 8, 3]];       // d ##e ##e; the end of a cut word, d, [UNK], d

    [Fact]
    public void WordsAreDistinctWholeAndWithoutMarks() => Assert.Equal(2, new WordReplacement(_vocabulary, _raw, 16).Count);

    [Fact]
    public void WholeWordsChangeAndNothingElse()
    {
        var words = new WordReplacement(_vocabulary, _raw, 64);
        var random = new Random(5);
        var input = new ModelInput([2, 5, 6, 7, 3, 5, 1, 3], [0, 0, 0, 0, 0, 1, 1, 1]);          // [CLS] a b ##c [SEP] a [UNK] [SEP]
        var made = Enumerable.Range(0, 200).Select(_ => words.Replace(input, random)).OfType<ModelInput>().ToArray();
        Assert.InRange(made.Length, 60, 140);              // 1 - 0.8^3 of them have a word to show
        foreach (var sequence in made)
        {
            Assert.Equal(sequence.Ids.Length, sequence.Segments!.Length);
            var (first, second) = (Text(sequence, 0), Text(sequence, 1));
            Assert.Matches("^2 (5|8|8 9 9) (6 7|8|8 9 9) 3$", first);
            Assert.Matches("^(5|8|8 9 9) 1 3$", second);
            Assert.NotEqual("2 5 6 7 3 5 1 3", $"{first} {second}");
        }
        Assert.Contains(made, sequence => Text(sequence, 0).Contains("8 9 9", StringComparison.Ordinal));
    }

    [Fact]
    public void WhatBecomesTooLongOrStaysAsItIsIsLeftOut()
    {
        var random = new Random(5);
        Assert.All(Enumerable.Range(0, 100), _ => Assert.InRange(new WordReplacement(_vocabulary, _raw, 4).Replace(new([2, 5, 5, 3]), random)?.Length ?? 4, 4, 4));
        Assert.All(Enumerable.Range(0, 20), _ => Assert.Null(new WordReplacement(_vocabulary, [], 16).Replace(new([2, 5, 5, 3]), random)));
        Assert.All(Enumerable.Range(0, 20), _ => Assert.Null(new WordReplacement(_vocabulary, _raw, 16).Replace(new([2, 1, 3]), random)));
    }

    private static string Text(ModelInput input, int segment) =>
        string.Join(' ', input.Ids.Where((_, index) => input.Segments![index] == segment));
}
