using CsCheck;
using TinyBertPipeline.Core.Evaluation.Calibration;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Labeling.Paths;

namespace TinyBertPipeline.Core.Tests.Evaluation.Calibration;

public sealed class TemperatureFitTests
{
    private static readonly LabelSet _labels = LabelSet.FromTypes(["A", "B"]);

    [Theory]
    [InlineData(0.4)]
    [InlineData(1.0)]
    [InlineData(2.5)]
    public void TheTemperatureOfSentencesWhoseGoldPathsAreDrawnAtItIsFound(double temperature)
    {
        var decoder = new PathDecoder(_labels, Random(3));
        var fit = TemperatureFit.Fit(decoder, Draw(decoder, temperature, 1500));
        Assert.InRange(fit.Temperature / temperature, 0.93, 1.07);
        Assert.True(fit.Loss <= fit.LossBefore);
        Assert.Equal((1500, 0), (fit.Sentences, fit.Skipped));
    }

    [Fact]
    public void NoTemperatureNearbyFitsBetter()
    {
        var decoder = new PathDecoder(_labels, Random(4));
        var sentences = Draw(decoder, 1.7, 60);
        var fit = TemperatureFit.Fit(decoder, sentences);
        Assert.Equal(Loss(1), fit.LossBefore, 1e-9);
        Assert.Equal(Loss(fit.Temperature), fit.Loss, 1e-9);
        foreach (var factor in new[] { 0.5, 0.9, 0.999, 1.001, 1.1, 2 }) Assert.True(Loss(fit.Temperature * factor) > fit.Loss);

        double Loss(double temperature) => sentences.Sum(sentence =>
        {
            using var paths = decoder.Distribution(sentence.Logits, sentence.Gold.Length, temperature);
            return -paths.LogProbability(sentence.Gold);
        }) / sentences.Sum(sentence => sentence.Gold.Length);
    }

    [Fact]
    public void WithoutLegalConstraintAndTransitionsItIsThatOfTheSoftmaxOfEachWord()
    {
        var (random, words) = (new Random(5), new List<(float[] Logits, int Gold)>());
        for (var i = 0; i < 400; i++)
        {
            float[] logits = [.. Enumerable.Range(0, _labels.Count).Select(_ => 4 * random.NextSingle())];
            words.Add((logits, i % 4 == 0 ? random.Next(_labels.Count) : Array.IndexOf(logits, logits.Max())));
        }
        var sentences = words.Chunk(20).Select(Sentence).ToArray();
        var fit = TemperatureFit.Fit(new PathDecoder(_labels, legalOnly: false), sentences);
        var loss = Enumerable.Range(-2000, 4000).Select(i => fit.Temperature * Math.Exp(i / 1000.0)).MinBy(temperature =>
            words.Sum(word => Math.Log(word.Logits.Sum(logit => Math.Exp(logit / temperature))) - word.Logits[word.Gold] / temperature));
        Assert.Equal(fit.Temperature, loss, fit.Temperature * 2e-3);

        static ScoredSentence Sentence((float[] Logits, int Gold)[] part) =>
            new([.. part.SelectMany(word => word.Logits)], [.. part.Select(word => word.Gold)]);
    }

    [Fact]
    public void WhereEveryGoldPathIsTheBestOrScoresSayNothingTheTemperatureStaysInItsBounds()
    {
        var decoder = new PathDecoder(_labels);
        var sentences = Draw(decoder, 1, 20);
        var sure = sentences.Select(sentence => sentence with { Gold = decoder.BestPath(sentence.Logits, sentence.Gold.Length) });
        Assert.Equal(TemperatureFit.Lowest, TemperatureFit.Fit(decoder, [.. sure]).Temperature, 1e-12);
        Assert.Equal(TemperatureFit.Highest, TemperatureFit.Fit(decoder, [.. sentences.Select(Wrong)]).Temperature, 1e-12);

        static ScoredSentence Wrong(ScoredSentence sentence) => sentence with
        {
            Logits = [.. sentence.Logits.Select((logit, i) => i % _labels.Count == sentence.Gold[i / _labels.Count] ? -9 : logit)],
        };
    }

    [Fact]
    public void SentencesThatTheDecoderDoesNotAllowAreSkippedAndCounted()
    {
        var decoder = new PathDecoder(_labels);
        var good = Draw(decoder, 1, 5);
        var fit = TemperatureFit.Fit(decoder, [.. good, new(new float[9], [_labels.IdOf("I-A")]), new([], [])]);
        Assert.Equal((5, 2), (fit.Sentences, fit.Skipped));
        Assert.Equal(TemperatureFit.Fit(decoder, good), fit with { Skipped = 0 });
        Assert.Throws<ArgumentException>(() => TemperatureFit.Fit(decoder, [new(new float[9], [_labels.IdOf("I-A")])]));
    }

    [Fact]
    public void MeanAndVarianceAreTheDerivativesOfTheLogPartition()
    {
        var decoder = new PathDecoder(_labels, Random(6));
        Gen.Select(Gen.Float[-3, 3].Array[5 * _labels.Count], Gen.Double[0.2, 3]).Sample((logits, scale) =>
        {
            const double Step = 1e-4;
            var at = decoder.Moments(logits, 5, scale);
            var (before, behind) = (decoder.Moments(logits, 5, scale - Step), decoder.Moments(logits, 5, scale + Step));
            using var paths = decoder.Distribution(logits, 5, 1 / scale);
            Assert.Equal(paths.LogPartition, at.LogPartition, 1e-10);
            Assert.Equal((behind.LogPartition - before.LogPartition) / (2 * Step), at.Mean, 1e-5);
            Assert.Equal((behind.Mean - before.Mean) / (2 * Step), at.Variance, 1e-4);
        }, iter: 30);
    }

    private static PathTransitions Random(int seed)
    {
        var random = new Random(seed);
        return new([.. Scores(_labels.Count * _labels.Count)], [.. Scores(_labels.Count)], [.. Scores(_labels.Count)]);

        IEnumerable<double> Scores(int count) => Enumerable.Range(0, count).Select(_ => 2 * random.NextDouble() - 1);
    }

    // Gold paths with the probability that they have at a temperature: label by label, given the one before.
    private static ScoredSentence[] Draw(PathDecoder decoder, double temperature, int count)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var gold = new int[3 + i % 9];
            float[] logits = [.. Enumerable.Range(0, gold.Length * _labels.Count).Select(_ => 6 * random.NextSingle())];
            using var paths = decoder.Distribution(logits, gold.Length, temperature);
            for (var word = 0; word < gold.Length; word++)
            {
                var rest = random.NextDouble() * (word == 0 ? 1 : paths.Probability(word - 1, gold[word - 1]));
                gold[word] = Enumerable.Range(0, _labels.Count).First(label =>
                    (rest -= word == 0 ? paths.Probability(0, label) : paths.Probability(word - 1, gold[word - 1], label)) < 0);
            }
            return new ScoredSentence(logits, gold);
        })];
    }
}
