using System.Globalization;
using System.Text;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;
using TinyBertPipeline.Core.Data.Splitting;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tests.Data.Splitting;

public sealed class DataSplitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EverySentenceComesIntoOnePartAndEqualOnesIntoTheSame(bool byDocument)
    {
        var data = Read(Corpus(documents: 120, seed: 3));
        var split = DataSplit.Of(data, new SplitOptions { ByDocument = byDocument, Dev = 0.2, Test = 0.2 });
        LabeledSentence[] all = [.. split.Train, .. split.Dev, .. split.Test];
        Assert.Equal(data.Sentences.Select(sentence => sentence.Line).Order(), all.Select(sentence => sentence.Line).Order());
        IReadOnlyList<LabeledSentence>[] parts = [split.Train, split.Dev, split.Test];
        Assert.Equal(data.Sentences.DistinctBy(Text).Count(), parts.Sum(part => part.DistinctBy(Text).Count()));
        if (byDocument) Assert.Equal(120, parts.Sum(part => part.DistinctBy(sentence => sentence.Document).Count()));
        Assert.All(parts, part => Assert.Equal(part.Select(sentence => sentence.Line).Order(), part.Select(sentence => sentence.Line)));
    }

    [Fact]
    public void EachPartHasItsShareOfEveryType()
    {
        var data = Read(Corpus(documents: 400, seed: 5));
        var split = DataSplit.Of(data, new SplitOptions { Dev = 0.1, Test = 0.2 });
        var whole = Types(data.Sentences);
        foreach (var (part, share) in new[] { (split.Train, 0.7), (split.Dev, 0.1), (split.Test, 0.2) })
        {
            Assert.InRange(part.Count, share * data.Sentences.Count - 3, share * data.Sentences.Count + 3);
            Assert.All(Types(part), type => Assert.InRange(type.Value, share * whole[type.Key] - 2, share * whole[type.Key] + 2));
            Assert.Equal(whole.Keys.Order(), Types(part).Keys.Order());
        }
    }

    [Fact]
    public void ASeedGivesTheSameSplitAgainAndAnotherSeedAnother()
    {
        var data = Read(Corpus(documents: 60, seed: 7));
        Assert.Equal(Lines(1), Lines(1));
        Assert.NotEqual(Lines(1), Lines(2));

        IEnumerable<long> Lines(int seed) => DataSplit.Of(data, new SplitOptions { Seed = seed }).Test.Select(sentence => sentence.Line);
    }

    [Fact]
    public void NoTestIsAnOption()
    {
        var split = DataSplit.Of(Read(Corpus(documents: 30, seed: 1)), new SplitOptions { Test = 0 });
        Assert.Empty(split.Test);
        Assert.NotEmpty(split.Dev);
    }

    [Theory]
    [InlineData(0.6, 0.5, false, "expected shares that leave something to train on")]
    [InlineData(-0.1, 0.5, false, "dev: -0.1; expected a share from 0")]
    [InlineData(0.1, 0.1, true, "the file marks no documents")]
    [InlineData(0.1, 0.1, false, "too few different sentences to split")]
    public void WhatCannotBeSplitIsRefused(double dev, double test, bool byDocument, string message)
    {
        var data = Read("a S-X\n\na S-X\n\na S-X\n");
        Assert.Contains(message, Assert.Throws<InvalidInputException>(
            () => DataSplit.Of(data, new SplitOptions { Dev = dev, Test = test, ByDocument = byDocument })).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private LabeledData Read(string text) => LabeledData.Read(_folder.Write("a", text));

    // Documents of one to four sentences, some sentences twice within them; three types, one of them rare.
    private static string Corpus(int documents, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (var document = 0; document < documents; document++)
        {
            text.Append("-DOCSTART- O\n\n");
            for (var sentence = random.Next(1, 5); sentence > 0; sentence--)
            {
                var block = string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(word => string.Create(CultureInfo.InvariantCulture,
                    $"w{document}-{sentence}-{word} {(random.Next(10) switch { < 6 => "O", < 8 => "S-PER", 8 => "S-LOC", _ => random.Next(3) == 0 ? "S-RARE" : "O" })}\n")));
                text.Append(block).Append('\n');
                if (random.Next(8) == 0) text.Append(block).Append('\n');
            }
        }
        return text.ToString();
    }

    private static Dictionary<string, int> Types(IEnumerable<LabeledSentence> sentences) =>
        sentences.SelectMany(sentence => EntityReader.ReadDefault(sentence.Labels)).CountBy(entity => entity.Type).ToDictionary();

    private static string Text(LabeledSentence sentence) => string.Join(' ', sentence.Words);
}
