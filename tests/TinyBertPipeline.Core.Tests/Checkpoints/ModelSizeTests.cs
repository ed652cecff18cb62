using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Core.Tests.Checkpoints;

public sealed class ModelSizeTests
{
    [Theory]
    [InlineData("tiny-4x312", "4x312, 12 heads, 1200 neurons")]
    [InlineData("mini-2x128", "2x128, 4 heads, 512 neurons")]
    [InlineData("3,240,12,960", "3x240, 12 heads, 960 neurons")]
    public void PresetsAndSizesAreUnderstood(string text, string shown) => Assert.Equal(shown, ModelSize.Parse(text).ToString());

    [Theory]
    [InlineData("tiny-4x313")]
    [InlineData("4,312,12")]
    [InlineData("4,312,10,1200")]                // 10 heads do not divide 312
    [InlineData("4,-312,12,1200")]
    [InlineData("0,312,12,1200")]
    public void AnythingElseIsRefusedWithThePresets(string text) =>
        Assert.Contains("mini-3x240", Assert.Throws<InvalidInputException>(() => ModelSize.Parse(text)).Message, StringComparison.Ordinal);
}
