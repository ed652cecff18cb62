using CsCheck;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Labeling.Paths;

namespace TinyBertPipeline.Core.Tests.Labeling.Paths;

public sealed class PathDistributionTests
{
    private const double Tolerance = 1e-12;

    public static TheoryData<string, TagScheme?> Sets() => PathLabels.Sets();

    [Theory]
    [MemberData(nameof(Sets))]
    public void ProbabilitiesOfLabelsAndPairsAreSumsOverAllPaths(string names, TagScheme? scheme) =>
        Gen.Select(PathSample.Generate(PathLabels.Read(names, scheme)), Gen.Double[0.3, 5]).Sample((sample, temperature) =>
        {
            var all = sample.Enumerate();
            using var paths = sample.Decoder.Distribution(sample.Logits, sample.Words, temperature);
            AssertClose(all.LogPartition(temperature), paths.LogPartition);
            var labels = Enumerable.Range(0, sample.Labels.Count).ToArray();
            var probabilities = new double[sample.Words * labels.Length];
            paths.CopyTo(probabilities);
            for (var word = 0; word < sample.Words; word++)
            {
                foreach (var label in labels)
                {
                    AssertClose(all.Probability(path => path[word] == label, temperature), paths.Probability(word, label));
                    Assert.Equal(paths.Probability(word, label), probabilities[word * labels.Length + label]);
                    if (word + 1 == sample.Words) continue;
                    foreach (var next in labels)
                    {
                        var expected = all.Probability(path => path[word] == label && path[word + 1] == next, temperature);
                        AssertClose(expected, paths.Probability(word, label, next));
                    }
                }
            }
        }, iter: 8);

    [Theory]
    [MemberData(nameof(Sets))]
    public void TheProbabilityOfAnEntityIsTheSumOverAllPathsThatHoldExactlyIt(string names, TagScheme? scheme) =>
        PathSample.Generate(PathLabels.Read(names, scheme)).Sample(sample =>
        {
            var all = sample.Enumerate();
            using var paths = sample.Decoder.Distribution(sample.Logits, sample.Words);
            foreach (var entity in sample.Spans()) AssertClose(all.Probability(entity), paths.Probability(entity));
        }, iter: 10);

    [Theory]
    [MemberData(nameof(Sets))]
    public void ThePathsProbabilitiesAreTheirScores(string names, TagScheme? scheme) =>
        PathSample.Generate(PathLabels.Read(names, scheme)).Sample(sample =>
        {
            using var paths = sample.Decoder.Distribution(sample.Logits, sample.Words);
            var every = new PathEnumeration(sample.Labels, sample.Transitions, legalOnly: false, sample.Logits, sample.Words);
            foreach (var ids in every.Paths.Select(path => path.LabelIds))
                AssertClose(Math.Exp(sample.Decoder.Score(sample.Logits, ids) - paths.LogPartition), Math.Exp(paths.LogProbability(ids)));
        }, iter: 10);

    [Fact]
    public void AnEntityOfAnUnknownTypeHasNoProbability()
    {
        using var paths = new PathDecoder(LabelSet.FromTypes(["A"])).Distribution(new float[5], 1);
        Assert.Equal(0, paths.Probability(new EntitySpan("B", 0, 0)));
        Assert.Equal(0.5, paths.Probability(new EntitySpan("A", 0, 0)), Tolerance);         // O or S-A
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(1e3f)]
    [InlineData(1e12f)]
    [InlineData(float.MaxValue)]
    public void ProbabilitiesOfEveryWordAddUpToOneHoweverLargeTheScores(float size)
    {
        const int Words = 3000;
        var labels = LabelSet.FromTypes(["A", "B"]);
        var random = new Random(1);
        float[] logits = [.. Enumerable.Range(0, Words * labels.Count).Select(_ => random.Next(-1, 2) * size)];
        using var paths = new PathDecoder(labels).Distribution(logits, Words);
        Assert.True(double.IsFinite(paths.LogPartition));
        for (var word = 0; word < Words; word++)
            Assert.Equal(1, Enumerable.Range(0, labels.Count).Sum(id => paths.Probability(word, id)), Tolerance);
        for (var word = 1; word < Words; word++) Assert.InRange(paths.Probability(new EntitySpan("A", word - 1, word)), 0, 1);
    }

    [Fact]
    public void WhatAllLabelsOfAWordHaveInCommonChangesNoProbability()
    {
        const int Words = 2000;
        var labels = LabelSet.FromTypes(["A", "B"]);
        var random = new Random(1);
        var numbers = Enumerable.Range(0, Words * labels.Count).Select(_ => random.Next(-3, 4)).ToArray();
        using var near = new PathDecoder(labels).Distribution([.. numbers.Select(number => (float)number)], Words);
        using var far = new PathDecoder(labels).Distribution([.. numbers.Select(number => number + 8_000_000f)], Words);   // exact sums
        Assert.Equal(near.LogPartition + Words * 8_000_000.0, far.LogPartition, 1e-4);
        foreach (var entity in Enumerable.Range(1, Words - 1).Select(word => new EntitySpan("B", word - 1, word)))
            Assert.Equal(near.Probability(entity), far.Probability(entity), Tolerance);
    }

    [Fact]
    public void TheEndsOfALongSentenceKnowNothingOfEachOther()
    {
        // A sentence of O alone in the middle is two sentences.
        var labels = LabelSet.FromTypes(["A", "B"]);
        var random = new Random(2);
        float[] left = Random(7), right = Random(9);
        float[] middle = [.. Enumerable.Range(0, 5000).SelectMany(_ => new float[] { 0, -900, -900, -900, -900, -900, -900, -900, -900 })];
        var decoder = new PathDecoder(labels);
        using var whole = decoder.Distribution([.. left, .. middle, .. right], 7 + 5000 + 9);
        using var start = decoder.Distribution(left, 7);
        using var end = decoder.Distribution(right, 9);
        for (var word = 0; word < 6; word++)
        {
            var (atStart, atEnd) = (new EntitySpan("A", word, word + 1), new EntitySpan("B", word, word + 2));
            Assert.Equal(start.Probability(atStart), whole.Probability(atStart), Tolerance);
            Assert.Equal(end.Probability(atEnd), whole.Probability(atEnd with { Start = 5007 + word, End = 5009 + word }), Tolerance);
        }

        float[] Random(int words) => [.. Enumerable.Range(0, words * labels.Count).Select(_ => 4 * random.NextSingle())];
    }

    [Fact]
    public void PlacesOutsideOfTheSentenceAreRefused()
    {
        var paths = new PathDecoder(LabelSet.FromTypes(["A"])).Distribution(new float[10], 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => paths.Probability(2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => paths.Probability(0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => paths.Probability(1, 0, 0));
        Assert.Throws<ArgumentException>(() => paths.Probability(new EntitySpan("A", 1, 2)));
        Assert.Throws<ArgumentException>(() => paths.Probability(new EntitySpan("A", 1, 0)));
        Assert.Throws<ArgumentException>(() => paths.LogProbability([0]));
        Assert.Throws<ArgumentException>(() => paths.CopyTo(new double[9]));
        paths.Dispose();
        Assert.Throws<ObjectDisposedException>(() => paths.Probability(0, 0));
    }

    private static void AssertClose(double expected, double found) =>
        Assert.Equal(expected, found, Tolerance * Math.Max(1, Math.Abs(expected)));
}
