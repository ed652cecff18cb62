using CsCheck;
using TinyBertPipeline.Core.Evaluation.Errors;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tests.Evaluation.Errors;

public sealed class EntityMatcherTests
{
    private static readonly Gen<EntitySpan[]> _spans = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 2], Gen.Char["XY"])
        .Select((start, length, type) => new EntitySpan($"{type}", start, start + length)).Array[0, 6]
        .Select(spans => spans.Distinct().ToArray());

    [Theory]
    [InlineData("X0-1", "X0-1", "Correct X0-1 X0-1")]
    [InlineData("X0-1", "Y0-1", "OtherType X0-1 Y0-1")]
    [InlineData("X0-1", "X0-2", "OtherBorders X0-1 X0-2")]
    [InlineData("X0-1", "Y1-2", "OtherBoth X0-1 Y1-2")]
    [InlineData("X0-1", "X2-3", "Missed X0-1 -; Spurious - X2-3")]
    [InlineData("X0-4", "X0-1 X3-4", "OtherBorders X0-4 X0-1; Spurious - X3-4")]            // one gold entity is found once
    [InlineData("X0-4", "X0-0 X2-4", "OtherBorders X0-4 X2-4; Spurious - X0-0")]            // by the one that shares most words
    [InlineData("X0-1 X2-3", "X0-3", "OtherBorders X0-1 X0-3; Missed X2-3 -")]
    [InlineData("X0-1 Y2-3", "Y0-3", "Missed X0-1 -; OtherBorders Y2-3 Y0-3")]              // the type goes before the place
    [InlineData("X0-1 X2-3", "X2-3 X1-1", "OtherBorders X0-1 X1-1; Correct X2-3 X2-3")]
    [InlineData("", "", "")]
    public void EachEntityHasOneCounterpartAtMostTheBestFirst(string gold, string predicted, string matches) =>
        Assert.Equal(matches, string.Join("; ", EntityMatcher.Match(Parse(gold), Parse(predicted))
            .Select(match => $"{match.Kind} {Shown(match.Gold)} {Shown(match.Predicted)}")));

    [Fact]
    public void TheOrderOfTheListsPlaysNoPartAndEveryEntityIsCountedOnce() => Gen.Select(_spans, _spans, Gen.Int).Sample((gold, predicted, seed) =>
    {
        var matches = EntityMatcher.Match(gold, predicted);
        var random = new Random(seed);
        var (otherGold, otherPredicted) = (gold.ToArray(), predicted.ToArray());
        random.Shuffle(otherGold);
        random.Shuffle(otherPredicted);
        Assert.Equal(matches.ToHashSet(), EntityMatcher.Match(otherGold, otherPredicted).ToHashSet());
        Assert.Equal(gold.Order(_order), matches.Select(match => match.Gold).OfType<EntitySpan>().Order(_order));
        Assert.Equal(predicted.Order(_order), matches.Select(match => match.Predicted).OfType<EntitySpan>().Order(_order));
        Assert.Equal(gold.Intersect(predicted).Count(), matches.Count(match => match.Kind == MatchKind.Correct));
        foreach (var schema in Enum.GetValues<MatchSchema>())
        {
            var counts = MatchCounts.Of(matches, schema);
            Assert.Equal((gold.Length, predicted.Length), (counts.Possible, counts.Actual));
            Assert.InRange(counts.F1, 0, 1);
        }
    }, iter: 2_000);

    // Judged as in nervaluate's README: what each kind of match is under strict, exact, partial and type.
    [Theory]
    [InlineData(nameof(MatchKind.Correct), "10000 10000 10000 10000")]
    [InlineData(nameof(MatchKind.OtherType), "01000 10000 10000 01000")]
    [InlineData(nameof(MatchKind.OtherBorders), "01000 01000 00100 10000")]
    [InlineData(nameof(MatchKind.OtherBoth), "01000 01000 00100 01000")]
    [InlineData(nameof(MatchKind.Missed), "00010 00010 00010 00010")]
    [InlineData(nameof(MatchKind.Spurious), "00001 00001 00001 00001")]
    public void EachKindCountsAsNervaluateHasIt(string kind, string expected) => Assert.Equal(expected, string.Join(' ', Enum.GetValues<MatchSchema>()
        .Select(schema => MatchCounts.Of([new EntityMatch(Enum.Parse<MatchKind>(kind), null, null)], schema))
        .Select(counts => $"{counts.Correct}{counts.Incorrect}{counts.Partial}{counts.Missed}{counts.Spurious}")));

    [Fact]
    public void PartlyRightOnesCountByHalf()
    {
        var counts = new MatchCounts(Correct: 3, Incorrect: 1, Partial: 2, Missed: 2, Spurious: 4);
        Assert.Equal((8, 10, 0.5, 0.4), (counts.Possible, counts.Actual, counts.Recall, counts.Precision));
        Assert.Equal(2 * 0.5 * 0.4 / 0.9, counts.F1, 1e-12);
        Assert.Equal((0.0, 0.0, 0.0), (default(MatchCounts).Precision, default(MatchCounts).Recall, default(MatchCounts).F1));
    }

    private static readonly Comparer<EntitySpan> _order =
        Comparer<EntitySpan>.Create((a, b) => (a.Start, a.End, a.Type).CompareTo((b.Start, b.End, b.Type)));

    private static EntitySpan[] Parse(string spans) => [.. spans.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(span => new EntitySpan(span[..1], span[1] - '0', span[3] - '0'))];

    private static string Shown(EntitySpan? span) => span is { } entity ? $"{entity.Type}{entity.Start}-{entity.End}" : "-";
}
