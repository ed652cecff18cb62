using CsCheck;
using TinyBertPipeline.Training.Distillation.Text;

namespace TinyBertPipeline.Training.Tests.Distillation.Text;

public sealed class WindowCutterTests
{
    [Theory]
    [InlineData("0 0 1 2", 6, "4")]                  // fits
    [InlineData("0 0 1 2", 5, "3 1")]
    [InlineData("0 1 1 1", 5, "1 3")]                // not inside a word
    [InlineData("0 0 0 0 0 1", 4, "2 2 2")]          // a word longer than a window is cut inside
    [InlineData("", 4, "")]
    public void ParagraphsAreCutAtWordBorders(string words, int pieces, string expected)
    {
        var wordIds = words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToArray();
        var windows = new WindowCutter(pieces, 101, 102).Cut([.. Enumerable.Range(0, wordIds.Length)], wordIds);
        Assert.Equal(expected, string.Join(' ', windows.Select(window => window.Length - 2)));
    }

    [Fact]
    public void NothingIsLostAndNoWindowIsTooLong() =>
        Gen.Select(Gen.Int[1, 9].Array[0, 60], Gen.Int[3, 20]).Sample((lengths, pieces) =>
        {
            int[] wordIds = [.. lengths.SelectMany((length, word) => Enumerable.Repeat(word, length))];
            int[] ids = [.. Enumerable.Range(1000, wordIds.Length)];
            var windows = new WindowCutter(pieces, 1, 2).Cut(ids, wordIds).ToList();
            Assert.Equal(ids, windows.SelectMany(window => window[1..^1]));
            Assert.All(windows, window => Assert.True(window is [1, _, .., 2] && window.Length <= pieces));
        });
}
