using System.Text.Json.Nodes;
using CsCheck;
using TinyBertPipeline.Core;
using TinyBertPipeline.Export.Quantization;

namespace TinyBertPipeline.Export.Tests.Quantization;

public sealed class QuantizationPlanFileTests : IDisposable
{
    private const string Site = "bert.encoder.layer.0.output.dense";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatIsWrittenIsReadBack()
    {
        var channels = Gen.Float[1, 100].Array[Taggers.Config.IntermediateSize];
        Gen.Select(Gen.Float[float.MinValue, 0], Gen.Float[0, float.MaxValue], channels, Gen.Int[1, int.MaxValue]).Sample((low, high, scales, sentences) =>
        {
            var plan = Plan() with { Sentences = sentences, FloatSites = ["bert.encoder.layer.0.attention.self"] };
            plan = plan with { Sites = new Dictionary<string, SiteQuantization>(plan.Sites) { [Site] = new(low, high, scales) } };
            QuantizationPlanFile.Write(_folder.File("quantization.json"), plan);
            var read = QuantizationPlanFile.Read(_folder.File("quantization.json"), Taggers.Config);
            Assert.Equal((plan.WeightsSha256, plan.Sentences), (read.WeightsSha256, read.Sentences));
            Assert.Equal(plan.FloatSites, read.FloatSites);
            Assert.Equal(plan.Sites.Keys, read.Sites.Keys);
            Assert.All(plan.Sites, site => Assert.Equal((site.Value.Low, site.Value.High), (read.Sites[site.Key].Low, read.Sites[site.Key].High)));
            Assert.All(plan.Sites, site => Assert.Equal(site.Value.ChannelScales, read.Sites[site.Key].ChannelScales));
        }, iter: 50, threads: 1);
    }

    [Theory]
    [InlineData("", "\"sites\": 1", "sites is no object")]
    [InlineData("", "\"sites\": {}", "sites.bert.encoder.layer.0.attention.self is no object")]
    [InlineData("", "\"floatSites\": \"all\"", "floatSites is no list")]
    [InlineData("", "\"floatSites\": [1]", "floatSites names what is no site")]
    [InlineData("", "\"floatSites\": [\"classifier\"]", "floatSites names what is no site")]
    [InlineData("", "\"weightsSha256\": 5", "weightsSha256 is no text")]
    [InlineData("", "\"sentences\": 0", "sentences is no whole number")]
    [InlineData("", "\"sentences\": \"128\"", "sentences is no whole number")]
    [InlineData("", "\"code\\u001b\": 1", "code\\u001B has no place")]
    [InlineData(Site, "\"low\": 0.5", "low is 0.5, valid is")]
    [InlineData(Site, "\"low\": -1e999", "low is")]
    [InlineData(Site, "\"high\": -1", "high is -1, valid is 0")]
    [InlineData(Site, "\"high\": null", "high is no number")]
    [InlineData(Site, "\"more\": 1", "more has no place")]
    [InlineData(Site, "\"channelScales\": []", "channelScales is no object")]
    [InlineData(Site, "\"channelScales\": {\"0\": 0.5}", "channelScales.0 is 0.5, valid is 1")]
    [InlineData(Site, "\"channelScales\": {\"12\": 2}", "channelScales.12 is no channel, valid are 0 to 11")]
    [InlineData(Site, "\"channelScales\": {\"-1\": 2}", "is no channel")]
    public void AHostileFileIsRefusedWithThePlaceInIt(string site, string change, string message)
    {
        var path = _folder.File("quantization.json");
        QuantizationPlanFile.Write(path, Plan());
        var root = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        var target = site == "" ? root : root["sites"]![site]!.AsObject();
        foreach (var (key, value) in JsonNode.Parse($"{{{change}}}")!.AsObject()) target[key] = value?.DeepClone();
        File.WriteAllText(path, root.ToJsonString());
        var error = Assert.Throws<InvalidInputException>(() => QuantizationPlanFile.Read(path, Taggers.Config));
        Assert.Equal((InputKind.Model, path), (error.Kind, error.File));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"sites\": {}, \"sites\": {}}")]
    [InlineData("{\"sites\": \"\\ud800\"}")]
    public void WhatIsNoPlanIsRefused(string text) =>
        Assert.Throws<InvalidInputException>(() => QuantizationPlanFile.Read(_folder.Write("quantization.json", text), Taggers.Config));

    [Fact]
    public void APlanOfAnotherNetworkIsRefused()
    {
        QuantizationPlanFile.Write(_folder.File("quantization.json"), Plan());
        var error = Assert.Throws<InvalidInputException>(() => QuantizationPlanFile.Read(_folder.File("quantization.json"), Taggers.Config with { Layers = 2 }));
        Assert.Contains("bert.encoder.layer.1", error.Message, StringComparison.Ordinal);
    }

    private static QuantizationPlan Plan()
    {
        var ranges = QuantizationSites.Of(Taggers.Config).ToDictionary(site => site.Key, site => new ValueRange(site.Value));
        foreach (var range in ranges.Values) range.Add([.. Enumerable.Range(0, range.Channels).Select(channel => channel - 3f)]);
        return QuantizationPlan.Of(ranges, 128, new string('a', 64));
    }
}
