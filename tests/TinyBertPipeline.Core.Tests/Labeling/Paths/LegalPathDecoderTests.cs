using CsCheck;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Labeling.Paths;

namespace TinyBertPipeline.Core.Tests.Labeling.Paths;

public sealed class LegalPathDecoderTests
{
    [Theory]
    [InlineData("O B-A I-A E-A S-A", null)]
    [InlineData("O B-A I-A E-A S-A B-B I-B E-B S-B", null)]
    [InlineData("B I E S O", null)]
    [InlineData("I-B B-A O I-A B-B", TagScheme.Bio)]
    [InlineData("O B-A I-A I-B", TagScheme.Iob1)]
    [InlineData("O B-A I-A L-A U-A", TagScheme.Bilou)]
    [InlineData("O B-A M-A E-A S-A", TagScheme.Bmes)]
    [InlineData("O B-A I-A [CLS] X", TagScheme.Bio)]        // never predicted
    [InlineData("O B-A S-B", null)]
    [InlineData("O B-A I-A S-A I-B", null)]                 // a mixture
    [InlineData("O I-A E-A", TagScheme.Ioe1)]
    [InlineData("O LOC PER", null)]
    public void ViterbiFindsTheBestOfAllLegalPaths(string names, TagScheme? scheme)
    {
        var labels = LabelSet.FromLabels(EntityReaderTests.Split(names), scheme);
        var decoder = new LegalPathDecoder(labels);
        var logits = Gen.Int[1, names.Contains("-B", StringComparison.Ordinal) ? 4 : 5].SelectMany(words => Gen.Float[-5, 5].Array[words * labels.Count]);
        logits.Sample(values =>
        {
            var path = decoder.Decode(values, values.Length / labels.Count, DecodeMode.Viterbi);
            return IsLegal(labels, path) && Math.Abs(Score(labels, path, values) - BestScoreByEnumeration(labels, values)) < 1e-9;
        }, iter: 60);
    }

    [Fact]
    public void ArgmaxTakesTheBestLabelOfEachWordAndTheLowerIdOfEquals()
    {
        var decoder = new LegalPathDecoder(LabelSet.FromLabels(["O", "B-A", "I-A", "X"]));
        Assert.Equal([2, 0, 1], decoder.Decode([0, 1, 2, 9, 3, 3, 3, 3, 0, 1, 1, 0], 3, DecodeMode.Argmax));
    }

    [Fact]
    public void ALongSentenceOfIllegalScoresBecomesOneLegalPath()
    {
        // Every word says I-A: the best legal path opens and closes the entity at the ends.
        const int Words = 600;
        var labels = LabelSet.FromTypes(["A"]);
        var logits = Enumerable.Repeat<float[]>([0, 1, 3, 1, 2], Words).SelectMany(row => row).ToArray();
        var path = new LegalPathDecoder(labels).Decode(logits, Words, DecodeMode.Viterbi);
        Assert.Equal([1, .. Enumerable.Repeat(2, Words - 2), 3], path);
    }

    [Fact]
    public void NoWordsGiveNoLabels() => Assert.Empty(new LegalPathDecoder(LabelSet.FromTypes(["A"])).Decode([], 0, DecodeMode.Viterbi));

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void LogitsThatAreNotFiniteAreRefused(float value)
    {
        var decoder = new LegalPathDecoder(LabelSet.FromLabels(["O", "S-A"]));
        var error = Assert.Throws<ArgumentException>(() => decoder.Decode([0, 0, 0, value], 2, DecodeMode.Viterbi));
        Assert.Contains("word 1, label 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AWrongNumberOfLogitsIsRefused() =>
        Assert.Throws<ArgumentException>(() => new LegalPathDecoder(LabelSet.FromTypes(["A"])).Decode(new float[9], 2, DecodeMode.Viterbi));

    private static double BestScoreByEnumeration(LabelSet labels, float[] logits)
    {
        var path = new int[logits.Length / labels.Count];
        var best = double.NegativeInfinity;
        for (var number = 0; number < (int)Math.Pow(labels.Count, path.Length); number++)
        {
            for (int word = 0, rest = number; word < path.Length; word++, rest /= labels.Count) path[word] = rest % labels.Count;
            if (IsLegal(labels, path)) best = Math.Max(best, Score(labels, path, logits));
        }
        return best;
    }

    private static bool IsLegal(LabelSet labels, int[] path) =>
        labels.MayStart(path[0]) && labels.MayEnd(path[^1]) && path.Zip(path[1..]).All(pair => labels.MayFollow(pair.First, pair.Second));

    private static double Score(LabelSet labels, int[] path, float[] logits) => path.Select((id, word) => (double)logits[word * labels.Count + id]).Sum();
}
