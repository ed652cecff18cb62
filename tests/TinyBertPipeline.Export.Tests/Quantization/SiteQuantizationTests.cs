using CsCheck;
using TinyBertPipeline.Core;
using TinyBertPipeline.Export.Quantization;

namespace TinyBertPipeline.Export.Tests.Quantization;

public sealed class SiteQuantizationTests
{
    [Fact]
    public void TheRangeIsThatOfTheScaledChannelsAndIncludesZero()
    {
        var range = Range([[1f, -2, 3, 0.5f], [2f, -1, -12, 1]]);           // largest 2, 2, 12, 1; median 2, limit 4
        var site = SiteQuantization.Of(range, 2);
        Assert.Equal([1f, 1, 3, 1], site.ChannelScales);
        Assert.Equal((-4f, 2f), (site.Low, site.High));
        Assert.True(site.IsScaled);

        var plain = SiteQuantization.Of(range, null);
        Assert.Equal((-12f, 3f, false), (plain.Low, plain.High, plain.IsScaled));
        Assert.Equal((0f, 3f), Bounds(SiteQuantization.Of(Range([[2f], [3f]]), null)));
    }

    [Fact]
    public void DividingTheInputAndMultiplyingTheWeightLeavesTheProduct() =>
        Gen.Select(Gen.Float[-30, 30].Array[6], Gen.Float[-1, 1].Array[6]).Sample((x, weight) =>
        {
            var site = SiteQuantization.Of(Range([x]), 2);
            var inverse = site.InverseScales();
            var expected = x.Zip(weight).Sum(pair => (double)pair.First * pair.Second);
            var found = Enumerable.Range(0, x.Length).Sum(j => (double)(x[j] * inverse[j]) * (weight[j] * site.ChannelScales[j]));
            Assert.Equal(expected, found, 1e-4);
            Assert.All(site.ChannelScales, scale => Assert.InRange(scale, 1, float.MaxValue));
        });

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void ValuesThatAreNotFiniteAreRefused(float value) =>
        Assert.Contains("channel 1", Assert.Throws<InvalidInputException>(() => Range([[1f, value]])).Message, StringComparison.Ordinal);

    [Fact]
    public void ACalibrationWithoutPiecesIsNone() => Assert.Throws<InvalidOperationException>(() => SiteQuantization.Of(new ValueRange(2), null));

    [Theory]
    [InlineData("bert.encoder.layer.0.attention.self.query", "bert.encoder.layer.0.attention.self", false)]
    [InlineData("bert.encoder.layer.11.attention.self.value", "bert.encoder.layer.11.attention.self", false)]
    [InlineData("bert.encoder.layer.0.attention.output.dense", "bert.encoder.layer.0.attention.output.dense", false)]
    [InlineData("bert.encoder.layer.0.intermediate.dense", "bert.encoder.layer.0.intermediate.dense", true)]
    [InlineData("bert.encoder.layer.0.output.dense", "bert.encoder.layer.0.output.dense", true)]
    [InlineData("classifier", null, false)]
    public void LinearLayersAreNamedAfterWhatTheyTake(string linear, string? site, bool hasOutliers)
    {
        Assert.Equal(site, QuantizationSites.InputOf(linear));
        Assert.Equal(hasOutliers, site is not null && QuantizationSites.HasOutliers(site));
        if (site is not null) Assert.Contains(site, QuantizationSites.Of(Taggers.Config with { Layers = 12 }).Select(known => known.Key));
    }

    private static (float Low, float High) Bounds(SiteQuantization site) => (site.Low, site.High);

    private static ValueRange Range(float[][] rows)
    {
        var range = new ValueRange(rows[0].Length);
        foreach (var row in rows) range.Add(row);
        return range;
    }
}
