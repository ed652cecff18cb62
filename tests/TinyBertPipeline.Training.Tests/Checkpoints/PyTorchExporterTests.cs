using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks.TokenClassification;
using TinyBertPipeline.Training.Checkpoints;

namespace TinyBertPipeline.Training.Tests.Checkpoints;

public sealed class PyTorchExporterTests
{
    private static readonly BertConfig _config =
        BertPresets.Get("mini-2x128") with { VocabularySize = 200, MaxPositions = 32, Labels = ["O", "S"] };

    private static IEnumerable<TensorSlot> Head => new TokenClassificationTask().Head(_config);

    [Fact]
    public void WhatIsWrittenIsReadBackTensorByTensor()
    {
        using var folder = new TemporaryFolder();
        var weights = RandomWeights.Create(_config, Head, 1);
        PyTorchExporter.Write(weights, folder.File("pytorch_model.bin"));
        var loaded = BertWeights.Load(folder.Path, _config, Head);
        Assert.Equal(weights.Tensors.Keys.Order(StringComparer.Ordinal), loaded.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.All(weights.Tensors.Values, tensor =>
        {
            Assert.Equal(tensor.Shape, loaded[tensor.Name].Shape);
            Assert.Equal(tensor.Values, loaded[tensor.Name].Values);
        });
        Assert.Empty(loaded.Report.Converted);
    }

    [Fact]
    public void AnOldFileIsReplacedWhole()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("pytorch_model.bin");
        File.WriteAllBytes(path, new byte[10_000_000]);
        PyTorchExporter.Write(RandomWeights.Create(_config, Head, 2), path);
        using var file = PickleFile.Open(path);
        Assert.Contains("classifier.weight", file.Entries.Keys);
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }
}
