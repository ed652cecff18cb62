using TinyBertPipeline.Inference.OpenVino;

namespace TinyBertPipeline.Inference.Tests.OpenVino;

public sealed class OpenVinoFaultsTests
{
    [Theory]
    [InlineData("model.onnx", "Unable to read the model: model.onnx Please check that model format: onnx is supported and the model is correct. Available frontends: ir tflite", "libopenvino_onnx_frontend")]
    [InlineData("model.xml", "Unable to read the model … Available frontends: onnx", "libopenvino_ir_frontend")]
    [InlineData("model.xml", "Unable to read the model … Available frontends: ", "libopenvino_ir_frontend")]
    [InlineData("model.xml", "Unable to read the model … Available frontends: onnx, ir", null)]
    [InlineData("model.onnx", "Exception from src/frontends/onnx: broken", null)]
    public void AMissingFrontEndIsToldFromABrokenModel(string path, string detail, string? frontEnd) =>
        Assert.Equal(frontEnd, OpenVinoFaults.MissingFrontEnd(path, detail));
}
