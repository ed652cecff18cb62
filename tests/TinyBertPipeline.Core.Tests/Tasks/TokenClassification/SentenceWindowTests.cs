using CsCheck;
using TinyBertPipeline.Core.Tasks.TokenClassification;

namespace TinyBertPipeline.Core.Tests.Tasks.TokenClassification;

public sealed class SentenceWindowTests
{
    [Theory]
    [InlineData("1 1 1 1", 4, "0-4:0-4")]                             // fits
    [InlineData("1 1 1 1 1 1 1 1 1 1", 8, "0-8:0-7 6-10:7-10")]       // two words of overlap, one to each side
    [InlineData("1 1 1 1 1 1 1 1 1 1 1 1 1", 12, "0-12:0-11 9-13:11-13")]   // three: the middle word goes to the earlier window
    [InlineData("8 8", 8, "0-1:0-1 1-2:1-2")]                         // no room for an overlap
    [InlineData("1 1 8", 8, "0-2:0-2 2-3:2-3")]
    [InlineData("2 4 4 1", 8, "0-2:0-2 2-4:2-4")]                     // the overlap would be more than a quarter
    [InlineData("", 8, "")]
    public void SentencesAreCutIntoWindows(string pieces, int capacity, string windows) =>
        Assert.Equal(windows, string.Join(' ', SentenceWindow.Plan([.. pieces.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)], capacity)
            .Select(window => $"{window.First}-{window.End}:{window.CountedFrom}-{window.CountedTo}")));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(126)]
    [InlineData(510)]
    public void EveryWordIsCountedOnceForLengthsUpTo5000(int capacity)
    {
        var random = new Random(capacity);
        var all = Enumerable.Range(0, 5000).Select(_ => 1 + Math.Min(random.Next(capacity), random.Next(8))).ToArray();
        for (var length = 1; length <= all.Length; length += length < 600 ? 1 : 97)
        {
            if (!IsPartition(all.AsSpan(0, length), capacity)) Assert.Fail($"{length} words");
        }
        Assert.True(IsPartition(all, capacity));
    }

    [Fact]
    public void EveryWordIsCountedWhereItIsFarthestFromTheEdge()
    {
        var cases = Gen.Int[1, 24].SelectMany(capacity => Gen.Int[1, capacity].Array[0, 60], (capacity, pieces) => (capacity, pieces));
        cases.Sample(example =>
        {
            var (capacity, pieces) = example;
            var windows = SentenceWindow.Plan(pieces, capacity);
            return IsPartition(pieces, capacity) && Enumerable.Range(0, pieces.Length).All(word =>
                Distance(pieces, windows.Single(window => word >= window.CountedFrom && word < window.CountedTo), word)
                == windows.Where(window => word >= window.First && word < window.End).Max(window => Distance(pieces, window, word)));
        }, iter: 2000);
    }

    private static bool IsPartition(ReadOnlySpan<int> pieces, int capacity)
    {
        var next = 0;
        foreach (var window in SentenceWindow.Plan(pieces, capacity))
        {
            var sum = 0;
            foreach (var count in pieces[window.First..window.End]) sum += count;
            if (sum > capacity || window.CountedFrom != next || window.CountedTo <= next) return false;
            if (window.First > window.CountedFrom || window.End < window.CountedTo) return false;
            next = window.CountedTo;
        }
        return next == pieces.Length;
    }

    // Pieces to the nearer edge of the window; the sentence's own ends are no edges.
    private static int Distance(int[] pieces, SentenceWindow window, int word)
    {
        var left = window.First == 0 ? int.MaxValue : pieces[window.First..word].Sum();
        var right = window.End == pieces.Length ? int.MaxValue : pieces[(word + 1)..window.End].Sum();
        return Math.Min(left, right);
    }
}
