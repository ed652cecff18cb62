using TinyBertPipeline.Export.Quantization;
using TinyBertPipeline.Pipeline.Quantization;

namespace TinyBertPipeline.Pipeline.Tests.Quantization;

public sealed class FloatSiteSearchTests
{
    // What each of eight sites adds to the divergence.
    private static readonly Dictionary<string, double> _costs = new() { ["a"] = 1, ["b"] = 7, ["c"] = 2, ["d"] = 20, ["e"] = 3, ["f"] = 4, ["g"] = 0.5, ["h"] = 0.1 };

    private static readonly QuantizationPlan _plan = new()
    {
        WeightsSha256 = "",
        Sentences = 128,
        Sites = _costs.Keys.ToDictionary(site => site, _ => new SiteQuantization(-1, 1, [1f])),
    };

    [Theory]
    [InlineData(18, "d")]
    [InlineData(11, "d b")]
    [InlineData(4, "d b f e")]
    [InlineData(3, null)]                       // more than half of the sites would have to stay float
    public void TheWorstSitesStayFloatUntilTheLimitIsMet(double limit, string? expected)
    {
        var found = new FloatSiteSearch(Divergence, Divergence).Run(_plan, limit);
        Assert.Equal(expected, found is null ? null : string.Join(' ', found.FloatSites));
    }

    [Fact]
    public void ADivergenceThatIsNoNumberNeverPasses() => Assert.Null(new FloatSiteSearch(Divergence, _ => double.NaN).Run(_plan, 100));

    [Fact]
    public void WhatIsFloatAlreadyStaysSo()
    {
        var found = new FloatSiteSearch(Divergence, Divergence).Run(_plan with { FloatSites = ["d"] }, 11);
        Assert.Equal(["d", "b"], found!.FloatSites);
    }

    private static double Divergence(QuantizationPlan plan) => plan.Sites.Keys.Except(plan.FloatSites).Sum(site => _costs[site]);
}
