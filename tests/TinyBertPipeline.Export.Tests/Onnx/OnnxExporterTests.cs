using TinyBertPipeline.Export.Onnx;

namespace TinyBertPipeline.Export.Tests.Onnx;

public sealed class OnnxExporterTests
{
    [Theory]
    [InlineData(17)]
    [InlineData(20)]
    public void OnnxRuntimeGivesTheReferencesLogits(int opset)
    {
        using var folder = new TemporaryFolder();
        foreach (var tagger in ReferenceTagger.All())
        {
            var path = folder.File("model.onnx");
            OnnxExporter.Write(tagger.Config, tagger.Weights, path, new() { Opset = opset });
            var logits = Engines.OnnxRuntime(path, tagger.Config, tagger.Batch);
            Assert.True(tagger.LargestDifference(logits) <= tagger.AbsoluteTolerance, $"{tagger.Name}: {tagger.LargestDifference(logits)}");
        }
    }

    [Theory]
    [InlineData(17)]
    [InlineData(20)]
    public void OpenVinoGivesTheReferencesLogitsFromTheOnnxFile(int opset)
    {
        using var folder = new TemporaryFolder();
        foreach (var tagger in ReferenceTagger.All())
        {
            var path = folder.File("model.onnx");
            OnnxExporter.Write(tagger.Config, tagger.Weights, path, new() { Opset = opset });
            var logits = Engines.OpenVino(path, tagger.Config, tagger.Batch);
            Assert.True(tagger.LargestDifference(logits) <= tagger.AbsoluteTolerance, $"{tagger.Name}: {tagger.LargestDifference(logits)}");
        }
    }
}
