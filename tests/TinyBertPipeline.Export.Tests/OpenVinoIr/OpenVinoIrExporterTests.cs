using TinyBertPipeline.Export.OpenVinoIr;

namespace TinyBertPipeline.Export.Tests.OpenVinoIr;

public sealed class OpenVinoIrExporterTests
{
    [Fact]
    public void OpenVinoGivesTheReferencesLogits()
    {
        using var folder = new TemporaryFolder();
        foreach (var tagger in ReferenceTagger.All())
        {
            var path = folder.File("openvino_model.xml");
            OpenVinoIrExporter.Write(tagger.Config, tagger.Weights, path, new());
            var logits = Engines.OpenVino(path, tagger.Config, tagger.Batch);
            Assert.True(tagger.LargestDifference(logits) <= tagger.AbsoluteTolerance, $"{tagger.Name}: {tagger.LargestDifference(logits)}");
        }
    }
}
