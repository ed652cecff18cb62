using CsCheck;
using TinyBertPipeline.Training.Distillation.Text;

namespace TinyBertPipeline.Training.Tests.Distillation.Text;

public sealed class BestWindowsTests
{
    [Theory]
    [InlineData(5, "2")]              // the best alone
    [InlineData(6, "0 2")]
    [InlineData(11, "0 2 3")]         // of equal scores the earlier
    [InlineData(99, "0 1 2 3 4")]     // less than asked for: all
    public void TheBestAreKeptUntilTheyHoldThePieces(int pieces, string expected)
    {
        var best = new BestWindows(pieces);
        foreach (var (index, score) in new[] { 2.0, -1, 3, 1, 1 }.Index()) best.Offer([index, 0, 0, 0, 0], score);
        Assert.Equal(expected, string.Join(' ', best.InOrder().Select(window => window[0])));
    }

    [Fact]
    public void WhatIsKeptIsWhatSortingEverythingGives() =>
        Gen.Select(Gen.Select(Gen.Int[3, 8], Gen.Int[0, 5]).Array[1, 40], Gen.Int[1, 60]).Sample((windows, pieces) =>
        {
            var best = new BestWindows(pieces);
            foreach (var (index, (length, score)) in windows.Index()) best.Offer([index, .. new int[length - 1]], score);
            var expected = new List<int>();
            var held = 0;
            foreach (var (index, (length, _)) in windows.Index().OrderByDescending(window => window.Item.Item2))
            {
                if (held >= pieces) break;
                expected.Add(index);
                held += length;
            }
            Assert.Equal(expected.Order(), best.InOrder().Select(window => window[0]));
            Assert.Equal(expected, best.BestFirst().Select(window => window[0]));
            Assert.Equal(held, best.Pieces);
        });
}
