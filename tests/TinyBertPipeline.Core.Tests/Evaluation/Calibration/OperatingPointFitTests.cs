using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Evaluation.Calibration;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Labeling.Paths;

namespace TinyBertPipeline.Core.Tests.Evaluation.Calibration;

public sealed class OperatingPointFitTests
{
    private static readonly LabelSet _labels = LabelSet.FromTypes(["A", "B"]);

    [Theory]
    [InlineData("entity-recall=0.9")]
    [InlineData("entity-recall=0.6")]
    [InlineData("entity-precision=0.95")]
    [InlineData("recall=0.95")]
    [InlineData("precision=0.9")]
    public void AGoalThatIsMetOnOneSampleIsNearlyMetOnAnother(string text)
    {
        var goal = OperatingGoal.Parse(text);
        var fit = OperatingPointFit.Fit(_labels, null, Sample(1), goal);
        var (met, other) = (Value(goal, fit.Score), Value(goal, Score(fit.Point, Sample(2), goal.Unit)));
        Assert.True(fit.IsMet);
        Assert.InRange(met, goal.Least, goal.Least + 0.03);
        Assert.InRange(other, goal.Least - 0.04, goal.Least + 0.06);
        Assert.Equal(Score(fit.Point, Sample(1), goal.Unit), fit.Score);
        Assert.Equal(Score(new OperatingPoint(), Sample(1), goal.Unit), fit.Unbiased);
    }

    [Fact]
    public void ThePointOfF1IsBetterThanNone()
    {
        // Scores that are 1.5 too low for O: without a bias there are far too many entities.
        var sentences = Sample(3).Select(sentence => sentence with
        {
            Logits = [.. sentence.Logits.Select((logit, i) => i % _labels.Count == 0 ? logit - 1.5f : logit)],
        }).ToArray();
        var fit = OperatingPointFit.Fit(_labels, null, sentences, OperatingGoal.Parse("f1"));
        Assert.True(fit.Score.F1 > fit.Unbiased.F1 + 0.02);
        Assert.Equal(fit.Point, OperatingPointFit.Fit(_labels, null, sentences, OperatingGoal.Parse("F1")).Point);
    }

    [Theory]
    [InlineData("recall=0.95", "recall=0.95")]
    [InlineData("Precision=.5", "precision=0.5")]
    [InlineData("F1", "f1")]
    [InlineData("Entity-recall=0.80", "entity-recall=0.8")]
    [InlineData("entity-precision=1", "entity-precision=1")]
    public void GoalsAreReadAndWritten(string text, string written) => Assert.Equal(written, OperatingGoal.Parse(text).ToString());

    [Theory]
    [InlineData("recall")]
    [InlineData("recall=1.5")]
    [InlineData("recall=NaN")]
    [InlineData("f1=0.9")]
    [InlineData("entity-f1")]
    [InlineData("1=0.9")]
    [InlineData("")]
    public void OtherGoalsAreRefused(string text) =>
        Assert.Contains("recall=0.95", Assert.Throws<InvalidInputException>(() => OperatingGoal.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void AGoalThatNoBiasesReachIsToldFromOneThatIsMet() =>
        Assert.False(OperatingPointFit.Fit(_labels, null, Sample(4), OperatingGoal.Parse("entity-recall=1")).IsMet);

    [Fact]
    public void WithoutEntitiesThereIsNothingToFit() => Assert.Throws<ArgumentException>(() =>
        OperatingPointFit.Fit(_labels, null, [new(new float[18], [0, 0])], OperatingGoal.Parse("f1")));

    [Fact]
    public void WordsCountByTheirTypesAndEntitiesByTheirBorders()
    {
        int[] Ids(string labels) => [.. labels.Split(' ').Select(_labels.IdOf)];
        var (gold, path) = (Ids("B-A I-A E-A O S-B S-B"), Ids("O B-A E-A S-A S-A S-B"));
        Assert.Equal(new EntityCounts(3, 5, 5), PathCounts.Of(_labels, gold, path, CountedUnit.Words, LabelRepair.None));
        Assert.Equal(new EntityCounts(1, 4, 3), PathCounts.Of(_labels, gold, path, CountedUnit.Entities, LabelRepair.None));
    }

    [Theory]
    [InlineData(LabelRepair.None, 1)]
    [InlineData(LabelRepair.Discard, 1)]
    [InlineData(LabelRepair.Conlleval, 2)]
    public void WhatTheSchemeDoesNotAllowIsAnEntityOnlyWhereItIsRepaired(LabelRepair repair, int predicted)
    {
        int[] Ids(string labels) => [.. labels.Split(' ').Select(_labels.IdOf)];
        Assert.Equal(new EntityCounts(1, predicted, 1), PathCounts.Of(_labels, Ids("S-A O O O"), Ids("S-A O I-B O"), CountedUnit.Entities, repair));
    }

    private static double Value(OperatingGoal goal, EntityScore score) =>
        goal.Measure == OperatingMeasure.Recall ? score.Recall : score.Precision;

    private static EntityScore Score(OperatingPoint point, ScoredSentence[] sentences, CountedUnit unit)
    {
        var decoder = new PathDecoder(_labels, point.ToTransitions(_labels));
        return sentences.Aggregate(default(EntityCounts), (sum, sentence) => sum + PathCounts.Of(
            _labels, sentence.Gold, decoder.BestPath(sentence.Logits, sentence.Gold.Length), unit, LabelRepair.None)).Score();
    }

    // A noisy tagger: the gold label is some points ahead of noise.
    private static ScoredSentence[] Sample(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 1500).Select(_ =>
        {
            var gold = Enumerable.Repeat(_labels.IdOf("O"), 12).ToArray();
            for (var word = random.Next(4); word < 11; word += 2 + random.Next(5))
            {
                var type = random.Next(2) == 0 ? "A" : "B";
                if (random.Next(2) == 0) gold[word] = _labels.IdOf($"S-{type}");
                else (gold[word], gold[word + 1]) = (_labels.IdOf($"B-{type}"), _labels.IdOf($"E-{type}"));
            }
            var logits = new float[gold.Length * _labels.Count];
            for (var i = 0; i < logits.Length; i++)
                logits[i] = 3 * random.NextSingle() + (i % _labels.Count == gold[i / _labels.Count] ? 2 : 0);
            return new ScoredSentence(logits, gold);
        })];
    }
}
