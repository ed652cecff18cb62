using TinyBertPipeline.Core;
using TinyBertPipeline.Export.Onnx;
using TinyBertPipeline.Export.OpenVinoIr;
using TinyBertPipeline.Inference.OnnxRuntime;
using TinyBertPipeline.Inference.OpenVino;

namespace TinyBertPipeline.Export.Tests;

public sealed class WeightsBindingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _sha256;

    public WeightsBindingTests()
    {
        var weights = Taggers.Weights(Taggers.Config);
        _sha256 = weights.Sha256;
        OnnxExporter.Write(Taggers.Task, Taggers.Config, weights, _folder.File("model.onnx"), new());
        OpenVinoIrExporter.Write(Taggers.Task, Taggers.Config, weights, _folder.File("model.xml"), new());
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void OnnxRuntimeTakesTheModelOfTheseWeightsOnly()
    {
        Load(_sha256).Dispose();
        Assert.Contains("made again", Assert.Throws<InvalidInputException>(() => Load(new string('0', 64))).Message);

        OnnxRuntimeEngine Load(string sha256) =>
            OnnxRuntimeEngine.Load(_folder.File("model.onnx"), new() { VocabularySize = 20, MaxPositions = 16, ExpectedWeightsSha256 = sha256, Threads = 1, Spin = false });
    }

    [Theory]
    [InlineData("model.xml")]
    [InlineData("model.onnx")]
    public void OpenVinoTakesTheModelOfTheseWeightsOnly(string file)
    {
        OpenVinoRuntime.Require();
        Load(_sha256).Dispose();
        Assert.Contains("made again", Assert.Throws<InvalidInputException>(() => Load(new string('0', 64))).Message);

        OpenVinoEngine Load(string sha256) =>
            OpenVinoEngine.Load(_folder.File(file), new() { VocabularySize = 20, MaxPositions = 16, ExpectedWeightsSha256 = sha256, Threads = 1 });
    }
}
