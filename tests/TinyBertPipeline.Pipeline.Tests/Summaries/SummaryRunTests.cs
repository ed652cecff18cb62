using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Pipeline.Summaries;

namespace TinyBertPipeline.Pipeline.Tests.Summaries;

public sealed class SummaryRunTests
{
    [Fact]
    public void ATaggerIsListedWithItsClassifierAndWhatBecameOfItsCheckpoint()
    {
        using var folder = new TemporaryFolder();
        var bundle = TinyBundle.Create(folder);
        var summary = SummaryRun.Run(bundle.Folder);
        Assert.Equal(("BertForTokenClassification", "classifier"), (summary.Layers.Model, summary.Layers.Rows[^1].Name));
        Assert.Equal(bundle.LoadWeights().Tensors.Values.Sum(tensor => tensor.Values.LongLength), summary.Layers.TotalParameters);
        Assert.Contains(bundle.WeightsSha256, summary.ToReport().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnEncoderWithoutLabelsOrTokenizerIsListedAndItsOldHeadNamed()
    {
        using var folder = new TemporaryFolder();
        var config = TinyBundle.Create(folder).Config with { Labels = [] };
        var encoder = folder.File("encoder");
        config.Save(encoder, "BertForMaskedLM");
        SafetensorsWriter.Write(
            Path.Combine(encoder, "model.safetensors"), [.. RandomWeights.Create(config, null, seed: 1).Tensors.Values, new("cls.predictions.bias", [1], [0])]);
        var summary = SummaryRun.Run(encoder);
        Assert.Equal("BertModel", summary.Layers.Model);
        Assert.Equal(["cls.predictions.bias"], summary.Checkpoint.Unexpected);
    }

    [Fact]
    public void AFolderThatIsNotThereIsRefused() =>
        Assert.Equal(InputKind.Model, Assert.Throws<InvalidInputException>(() => SummaryRun.Run("no/such")).Kind);
}
