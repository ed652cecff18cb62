using TinyBertPipeline.Core;
using TinyBertPipeline.Inference.OnnxRuntime;

namespace TinyBertPipeline.Inference.Tests.OnnxRuntime;

public sealed class OnnxRuntimeEngineTests
{
    [Theory]
    [InlineData(17)]
    [InlineData(20)]
    public void LogitsEqualTheReference(int opset)
    {
        using var engine = OnnxRuntimeEngine.Load(ReferenceModel.Onnx(opset), ReferenceModel.OnnxOptions());
        using var request = engine.CreateRequest();
        foreach (var golden in GoldenBatch.All())
        {
            request.Run(golden.Batch);
            Assert.InRange(golden.LargestDifference(request.Output("logits")), 0, ReferenceModel.Tolerance);
        }
    }
}
