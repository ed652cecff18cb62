using System.Globalization;
using TinyBertPipeline.Core;
using TinyBertPipeline.Export.Summaries;

namespace TinyBertPipeline.Export.Tests.Summaries;

public sealed class LayerTableTests
{
    [Fact]
    public void TheTableIsTheGoldenOne() => Golden.AssertEqual("Summaries/Golden/layers.txt", Table().ToText());

    [Fact]
    public void EveryWeightIsCountedOnce()
    {
        var tagger = ReferenceTagger.Small();
        var inNetwork = tagger.Weights.Tensors.Values.Where(tensor => !tensor.Name.Contains("pooler", StringComparison.Ordinal));
        Assert.Equal(inNetwork.Sum(tensor => tensor.Values.LongLength), LayerTable.Of(tagger.Task, tagger.Config, tagger.Weights).TotalParameters);
    }

    [Fact]
    public void AnEncoderHasNoClassifier()
    {
        var encoder = LayerTable.OfEncoder(Taggers.Config, Taggers.Weights(("classifier.weight", null), ("classifier.bias", null)));
        Assert.Equal(Table().Rows.SkipLast(1).Select(row => row.Name), encoder.Rows.Select(row => row.Name));
        Assert.Equal("BertModel", encoder.Model);
    }

    [Fact]
    public void FrozenLayersAreCountedApart()
    {
        var table = Table(name => name.StartsWith("bert.embeddings", StringComparison.Ordinal));
        // tables of 20, 2 and 16 rows of 8, and the normalization's 16
        Assert.Equal((20 + 2 + 16) * 8 + 16, table.NonTrainableParameters);
        Assert.Equal(table.TotalParameters, table.TrainableParameters + table.NonTrainableParameters);
    }

    [Fact]
    public void EveryLayerIsConnectedToLayersAboveIt()
    {
        var seen = new HashSet<string>();
        foreach (var row in Table().Rows)
        {
            Assert.Subset(seen, row.ConnectedTo.ToHashSet());
            Assert.True(seen.Add(row.Name), row.Name);
        }
    }

    [Fact]
    public void TheUsersCultureDoesNotChangeTheText()
    {
        var expected = Table().ToText();
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(expected, Table().ToText());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void WeightsThatDoNotFitAreRefused() =>
        Assert.Throws<InvalidInputException>(() => LayerTable.Of(Taggers.Task, Taggers.Config with { Layers = 2 }, Taggers.Weights(Taggers.Config)));

    private static LayerTable Table(Func<string, bool>? isFrozen = null) => LayerTable.Of(Taggers.Task, Taggers.Config, Taggers.Weights(Taggers.Config), isFrozen);
}
