using CsCheck;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Labeling.Paths;

namespace TinyBertPipeline.Core.Tests.Labeling.Paths;

public sealed class PathDecoderTests
{
    public static TheoryData<string, TagScheme?> Sets() => PathLabels.Sets();

    [Theory]
    [MemberData(nameof(Sets))]
    public void TheBestPathIsTheFirstOfAllPaths(string names, TagScheme? scheme) =>
        PathSample.Generate(PathLabels.Read(names, scheme), wholeNumbers: true).Sample(
            sample => sample.Decoder.BestPath(sample.Logits, sample.Words).SequenceEqual(sample.Enumerate().Paths[0].LabelIds), iter: 100);

    [Theory]
    [MemberData(nameof(Sets))]
    public void TheBestPathsAreTheFirstOfAllPathsInTheirOrder(string names, TagScheme? scheme) =>
        Gen.Select(PathSample.Generate(PathLabels.Read(names, scheme), wholeNumbers: true), Gen.Int[1, 40]).Sample((sample, count) =>
        {
            var expected = sample.Enumerate().Paths.Take(count).ToArray();
            var found = sample.Decoder.BestPaths(sample.Logits, sample.Words, count);
            return expected.Select(path => path.Score).SequenceEqual(found.Select(path => path.Score))
                && expected.Zip(found).All(pair => pair.First.LabelIds.SequenceEqual(pair.Second.LabelIds));
        }, iter: 60);

    [Fact]
    public void MorePathsThanThereAreGiveAllOfThem()
    {
        var labels = LabelSet.FromTypes(["A"]);
        var paths = new PathDecoder(labels).BestPaths(new float[2 * labels.Count], 2, 100);
        Assert.Equal(5, paths.Count);                       // O O, O S, S O, S S, B E
        Assert.All(paths, path => Assert.True(PathEnumeration.IsLegal(labels, path.LabelIds)));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void AScoreIsThatOfThePathAndMinusInfinityWhereAStepIsForbidden(string names, TagScheme? scheme) =>
        PathSample.Generate(PathLabels.Read(names, scheme)).Sample(sample =>
        {
            var all = new PathEnumeration(sample.Labels, sample.Transitions, legalOnly: false, sample.Logits, sample.Words);
            return all.Paths.All(path => sample.Decoder.Score(sample.Logits, path.LabelIds)
                == (sample.LegalOnly && !PathEnumeration.IsLegal(sample.Labels, path.LabelIds) ? double.NegativeInfinity : path.Score));
        }, iter: 10);

    [Fact]
    public void OneDecoderServesManyThreads()
    {
        var labels = LabelSet.FromTypes(["A", "B", "C"]);
        var decoder = new PathDecoder(labels);
        var random = new Random(1);
        var sentences = Enumerable.Range(1, 200).Select(words => new float[words * labels.Count]).ToArray();
        foreach (var sentence in sentences)
        {
            for (var i = 0; i < sentence.Length; i++) sentence[i] = random.NextSingle();
        }
        var alone = sentences.Select(Decode).ToArray();
        var together = new (int[] Path, double LogPartition)[sentences.Length];
        Parallel.For(0, sentences.Length, i => together[i] = Decode(sentences[i]));
        Assert.Equal(alone.Select(result => result.LogPartition), together.Select(result => result.LogPartition));
        Assert.All(alone.Zip(together), pair => Assert.Equal(pair.First.Path, pair.Second.Path));

        (int[] Path, double LogPartition) Decode(float[] logits)
        {
            using var paths = decoder.Distribution(logits, logits.Length / labels.Count);
            return (decoder.BestPath(logits, logits.Length / labels.Count), paths.LogPartition);
        }
    }

    [Fact]
    public void LongSentencesTakeNoMoreNewMemoryThanShortOnes()
    {
        var labels = LabelSet.FromTypes(["A", "B", "C"]);
        var decoder = new PathDecoder(labels);
        Assert.Equal(Allocated(10), Allocated(1000));

        long Allocated(int words)
        {
            var (logits, path) = (new float[words * labels.Count], new int[words]);
            return SteadyAllocation.Measure(Decode);

            void Decode()
            {
                decoder.BestPath(logits, path);
                using var paths = decoder.Distribution(logits, words);
                _ = paths.Probability(new EntitySpan("B", 2, 5));
            }
        }
    }

    [Fact]
    public void NoWordsGiveTheEmptyPath()
    {
        var decoder = new PathDecoder(LabelSet.FromTypes(["A"]));
        Assert.Empty(decoder.BestPath([], 0));
        var path = Assert.Single(decoder.BestPaths([], 0, 3));
        Assert.Equal(0, path.Score);
        Assert.Empty(path.LabelIds);
        using var paths = decoder.Distribution([], 0);
        Assert.Equal(0, paths.LogPartition);
        Assert.Equal(0, paths.LogProbability([]));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void LogitsThatAreNotFiniteAreRefused(float value)
    {
        var decoder = new PathDecoder(LabelSet.FromLabels(["O", "S-A"]));
        float[] logits = [0, 0, value, 0];
        var error = Assert.Throws<ArgumentException>(() => decoder.BestPath(logits, 2));
        Assert.Contains("word 1, label 0", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => decoder.BestPaths(logits, 2, 2));
        Assert.Throws<ArgumentException>(() => decoder.Distribution(logits, 2));
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        var labels = LabelSet.FromTypes(["A"]);
        var decoder = new PathDecoder(labels);
        Assert.Throws<ArgumentException>(() => decoder.BestPath(new float[9], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => decoder.BestPaths(new float[5], 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => decoder.Distribution(new float[5], 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => decoder.Distribution(new float[5], 1, double.NaN));
        Assert.Throws<ArgumentException>(() => new PathDecoder(labels, PathTransitions.Zero(4)));
        Assert.Throws<ArgumentException>(() => new PathTransitions(new double[4], new double[2], new double[3]));
        Assert.Throws<ArgumentException>(() => new PathTransitions([0, 0, double.PositiveInfinity, 0], new double[2], new double[2]));
        Assert.Throws<ArgumentException>(() => PathTransitions.Zero(2).Plus(PathTransitions.Zero(3)));
    }
}
