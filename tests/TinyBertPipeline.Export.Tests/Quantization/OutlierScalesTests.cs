using CsCheck;
using TinyBertPipeline.Export.Quantization;

namespace TinyBertPipeline.Export.Tests.Quantization;

public sealed class OutlierScalesTests
{
    [Theory]
    [InlineData(new[] { 1f, 2, 3, 10 }, 2f, new[] { 1f, 1, 1, 2 })]                 // median 2.5
    [InlineData(new[] { 30f, 1, 2 }, 3f, new[] { 5f, 1, 1 })]                       // median 2
    [InlineData(new[] { 1f, 2, 3 }, 2f, new[] { 1f, 1, 1 })]
    [InlineData(new[] { 0f, 0, 7 }, 2f, new[] { 1f, 1, 1 })]                        // most channels are dead
    [InlineData(new[] { 5f }, 2f, new[] { 1f })]
    public void OnlyChannelsFarAboveTheMedianAreScaled(float[] largest, float factor, float[] expected) =>
        Assert.Equal(expected, OutlierScales.Of(largest, factor));

    [Theory]
    [InlineData(1, 3f)]
    [InlineData(63, 3f)]
    [InlineData(64, 2f)]
    [InlineData(128, 2f)]
    public void FewSentencesAreTrustedLess(int sentences, float factor) => Assert.Equal(factor, OutlierScales.Factor(sentences));

    [Fact]
    public void NoChannelIsEnlargedAndNoneStaysAboveTheLimit() =>
        Gen.Select(Gen.Float[0, 100].Array[1, 40], Gen.Float[1, 4]).Sample((largest, factor) =>
        {
            var scales = OutlierScales.Of(largest, factor);
            float[] sorted = [.. largest.Order()];
            var median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
            for (var j = 0; j < scales.Length; j++)
            {
                Assert.InRange(scales[j], 1, float.MaxValue);
                if (median > 1e-3) Assert.InRange(largest[j] / scales[j], 0, factor * median * 1.0001f);
            }
        });
}
