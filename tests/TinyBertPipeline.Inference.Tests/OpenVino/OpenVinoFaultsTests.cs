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

    [Theory]
    [InlineData("CPU", "CPU", null)]
    [InlineData("CPU GPU.0 GPU.1", "GPU", null)]
    [InlineData("CPU GPU.0 GPU.1", "GPU.1", null)]
    [InlineData("CPU", "AUTO", null)]
    [InlineData("CPU", "GPU", "no device GPU (it has CPU): it needs an Intel GPU")]
    [InlineData("CPU GPU", "NPU", "no device NPU (it has CPU, GPU): it needs an Intel NPU")]
    [InlineData("", "CPU", "no device CPU (it has none): it needs the plugin libopenvino_intel_cpu_plugin")]
    [InlineData("", "AUTO", "no device AUTO (it has none)")]
    [InlineData("CPU", "TPU", "no device TPU (it has CPU): it needs a plugin of that name")]
    public void AMissingDeviceIsToldWithWhatItNeeds(string devices, string device, string? reason)
    {
        var found = OpenVinoFaults.WhyMissing(devices.Split(' ', StringSplitOptions.RemoveEmptyEntries), device);
        if (reason is null) Assert.Null(found);
        else Assert.Contains(reason, found, StringComparison.Ordinal);
    }
}
