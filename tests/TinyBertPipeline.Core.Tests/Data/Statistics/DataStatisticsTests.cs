using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;
using TinyBertPipeline.Core.Data.Statistics;

namespace TinyBertPipeline.Core.Tests.Data.Statistics;

public sealed class DataStatisticsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void WordsSentencesAndEntitiesAreCounted()
    {
        var statistics = DataStatistics.Of(LabeledData.Read(_folder.Write("a",
            "-DOCSTART- O\n\nAnna B-PER\nLee I-PER\nsaw O\nBo B-PER\n\n-DOCSTART- O\n\nBo B-PER\nin O\nOslo B-LOC\n\nno O\n")));
        Assert.Equal((2, 3, 8L, 7), (statistics.Documents, statistics.Sentences, statistics.Words, statistics.DifferentWords));
        Assert.Equal((4, 5 / 8.0, 2 / 3.0), (statistics.Entities, statistics.WordsInEntities, statistics.SentencesWithEntities));
        Assert.Equal(new LengthStatistics(8 / 3.0, 3, 4, 4, 4), statistics.WordsPerSentence);
        Assert.Equal(
            [new("LOC", 1, 0.25, 1, new LengthStatistics(1, 1, 1, 1, 1)), new("PER", 3, 0.75, 2, new LengthStatistics(4 / 3.0, 1, 2, 2, 2))],
            statistics.Types);
        Assert.Null(statistics.Pieces);
    }

    [Fact]
    public void PiecesAreThoseOfTheTokenizer()
    {
        _folder.Write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\nos\n##lo\nis\n");
        var pieces = DataStatistics.Of(LabeledData.Read(_folder.Write("a", "Oslo B-X\nis O\nxx O\n\nxx O\nyy O\n")), _folder.Path).Pieces!;
        Assert.Equal((6 / 5.0, 3 / 5.0, 3 / 6.0), (pieces.PerWord, pieces.WordsWithUnknown, pieces.UnknownPieces));
        Assert.Equal((4, 3.0), (pieces.PerSentence.Longest, pieces.PerSentence.Mean));
        Assert.Equal([new("xx", 2), new("yy", 1)], pieces.Unknown);
    }

    [Fact]
    public void PercentilesAreLengthsThatOccur()
    {
        Assert.Equal(new LengthStatistics(50.5, 50, 95, 99, 100), LengthStatistics.Of(Enumerable.Range(1, 100)));
        Assert.Null(LengthStatistics.Of([]));
    }

    [Fact]
    public void TheTextHasEveryNumber()
    {
        _folder.Write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\nbo\n");
        var text = DataStatistics.Of(LabeledData.Read(_folder.Write("a", "Bo B-X\nran O\n")), _folder.Path).ToText();
        Assert.Equal($"""
            {_folder.File("a")}: 1 sentences in 1 documents, 2 words (2 different), 1 entities, scheme Bio
              words a sentence: 2.0 on average, median 2, 95 % up to 2, 99 % up to 2, longest 2
              50.0 % of words in entities, 100.0 % of sentences with one
              X: 1 (100.0 %), 1 different; words: 1.0 on average, median 1, 95 % up to 1, 99 % up to 1, longest 1
              pieces of {_folder.Path}: 1.00 a word; a sentence: 2.0 on average, median 2, 95 % up to 2, 99 % up to 2, longest 2
              50.00 % of words and 50.00 % of pieces unknown
              most frequent: ran (1)

            """, text);
    }

    public void Dispose() => _folder.Dispose();
}
