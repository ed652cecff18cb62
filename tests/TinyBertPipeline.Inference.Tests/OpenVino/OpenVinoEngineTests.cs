using TinyBertPipeline.Core;
using TinyBertPipeline.Inference.OpenVino;

namespace TinyBertPipeline.Inference.Tests.OpenVino;

public sealed class OpenVinoEngineTests
{
    [Theory]
    [InlineData("float32.xml", ReferenceModel.Tolerance)]
    [InlineData("default-float16.xml", 2e-2)]      // weights rounded to f16
    [InlineData("model-opset17.onnx", ReferenceModel.Tolerance)]
    [InlineData("model-opset20.onnx", ReferenceModel.Tolerance)]
    public void LogitsEqualTheReference(string file, double tolerance)
    {
        var path = ReferenceData.Require(file.EndsWith(".xml", StringComparison.Ordinal) ? "openvino" : "onnx", file);
        using var engine = OpenVinoEngine.Load(path, ReferenceModel.OpenVinoOptions());
        using var request = engine.CreateRequest();
        foreach (var golden in GoldenBatch.All())
        {
            request.Run(golden.Batch);
            Assert.InRange(golden.LargestDifference(request.Output("logits")), 0, tolerance);
        }
    }
}
