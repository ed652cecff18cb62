using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Labeling.Paths;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.TokenClassification;
using TinyBertPipeline.Core.Tests.Prediction;

namespace TinyBertPipeline.Core.Tests.Tasks.TokenClassification;

public sealed class TaggedTextTests
{
    private const string Text = "a b c";

    [Fact]
    public void ThresholdLeavesOutWhatIsLessProbable()
    {
        var all = Entities(Read(new()));
        Assert.Equal(2, all.Count);
        var (least, most) = (all.Min(entity => entity.Score), all.Max(entity => entity.Score));
        Assert.Equal(2, Entities(Read(new() { Threshold = least })).Count);
        Assert.Single(Entities(Read(new() { Threshold = (least + most) / 2 })));
        Assert.Empty(Entities(Read(new() { Threshold = 1 })));
    }

    [Fact]
    public void ReadingsAreRankedAndTheFirstOneIsTheAnswer()
    {
        var json = Read(new() { Best = 4 }).ToJson();
        var readings = json["readings"]!.AsArray();
        Assert.Equal(4, readings.Count);
        double[] probabilities = [.. readings.Select(reading => (double)reading!["probability"]!)];
        Assert.Equal(probabilities.OrderDescending(), probabilities);
        Assert.True(JsonNode.DeepEquals(json["entities"], readings[0]!["entities"]));
        Assert.Null(Read(new()).ToJson()["readings"]);
    }

    [Fact]
    public void ATemperatureChangesProbabilitiesAndNoLabel()
    {
        var (plain, soft) = (Entities(Read(new())), Entities(Read(new(), temperature: 3)));
        Assert.Equal(plain.Select(entity => (entity.Start, entity.End, entity.Type)), soft.Select(entity => (entity.Start, entity.End, entity.Type)));
        Assert.All(plain.Zip(soft), pair => Assert.True(pair.First.Score > pair.Second.Score));
    }

    [Fact]
    public void AnOperatingPointMovesLabelsAndLeavesProbabilities()
    {
        var biased = Entities(Read(new() { Point = new OperatingPoint { BackgroundStay = 20, EndToBackground = 40 } }));
        Assert.True(biased.Count < 2 || biased.All(entity => entity.Score <= 1));
        Assert.NotEqual(Entities(Read(new())).Select(entity => (entity.Start, entity.End)), biased.Select(entity => (entity.Start, entity.End)));
    }

    [Theory]
    [InlineData(1.5, 0)]
    [InlineData(-0.1, 0)]
    [InlineData(0, -1)]
    public void ReadingsThatMakeNoSenseAreRefused(double threshold, int best) =>
        Assert.Throws<InvalidInputException>(() => Model(new() { Threshold = threshold, Best = best }));

    private static ITaskPrediction Read(ReadingOptions reading, double? temperature = null)
    {
        var model = Model(reading, temperature);
        var text = model.Encode(Text);
        var logits = new float[3 * model.Labels.Count];
        logits[model.Labels.IdOf("S-A")] = 3;
        logits[model.Labels.Count + model.Labels.IdOf("O")] = 2;
        logits[2 * model.Labels.Count + model.Labels.IdOf("S-B")] = 1.5f;
        return text.Read(new ItemPrediction(model.Decode(logits, 3), logits));
    }

    private static TaggingModel Model(ReadingOptions reading, double? temperature = null) =>
        TestTagger.Create(new BundleSettings { Reading = reading, Temperature = temperature });

    private static IReadOnlyList<TextEntity> Entities(ITaskPrediction prediction) => ((IEntityPrediction)prediction).Entities;
}
