using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Export.Summaries;

namespace TinyBertPipeline.Export.Tests.Summaries;

/// <summary>
/// The network of the original article: BERT (frozen), BiLSTM of 256 units a direction, dense layer of 128, CRF with its own projection to
/// 10 labels.
/// </summary>
public sealed class ArticleNetworkTests
{
    [Fact]
    public void ItsSummaryHasTheArticlesFigures()
    {
        var config = new BundleSettings { Head = HeadKind.LstmCrf, FrozenEncoder = true }.ApplyTo(new BertConfig
        {
            VocabularySize = 21_128,
            HiddenSize = 768,
            Layers = 12,
            Heads = 12,
            IntermediateSize = 3072,
            MaxPositions = 200,
            Labels = ["O", "B-LOC", "I-LOC", "E-LOC", "B-ORG", "I-ORG", "B-PER", "I-PER", "E-PER", "E-ORG"],
        });
        // Zeros: memory that nothing is written to costs nothing.
        var slots = BertTensors.Of(config, Taggers.Task.Head(config)).Where(slot => !slot.IsOptional);      // no pooler
        var weights = new BertWeights(config, slots.Select(slot => new WeightTensor(slot.Name, slot.Shape, new float[slot.Shape.Aggregate(1L, (a, b) => a * b)])));
        var table = LayerTable.Of(Taggers.Task, config, weights, layer => layer.StartsWith("bert.", StringComparison.Ordinal));
        Assert.Equal((103_603_714, 2_166_274, 101_437_440), (table.TotalParameters, table.TrainableParameters, table.NonTrainableParameters));
        var text = table.ToText();
        Assert.Contains("Total params: 103,603,714", text, StringComparison.Ordinal);
        Assert.Contains("Trainable params: 2,166,274", text, StringComparison.Ordinal);
        Assert.Contains("Non-trainable params: 101,437,440", text, StringComparison.Ordinal);
    }
}
