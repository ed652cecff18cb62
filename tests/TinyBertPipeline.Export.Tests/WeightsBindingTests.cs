using TinyBertPipeline.Core;
using TinyBertPipeline.Export.Onnx;
using TinyBertPipeline.Export.OpenVinoIr;
using TinyBertPipeline.Inference.OnnxRuntime;
using TinyBertPipeline.Inference.OpenVino;

namespace TinyBertPipeline.Export.Tests;

public sealed class WeightsBindingTests : IDisposable
{
    private const string Content = "abcd";

    private readonly TemporaryFolder _folder = new();
    private readonly string _sha256;

    public WeightsBindingTests()
    {
        var weights = Taggers.Weights(Taggers.Config);
        _sha256 = weights.Sha256;
        OnnxExporter.Write(Taggers.Task, Taggers.Config, weights, _folder.File("model.onnx"), new());
        OnnxExporter.Write(Taggers.Task, Taggers.Config, weights, _folder.File("bound.onnx"), new() { Metadata = new() { ContentSha256 = Content } });
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
    [InlineData("bound.onnx", Content, true)]
    [InlineData("bound.onnx", "ef01", false)]
    [InlineData("model.onnx", "ef01", true)]      // of an earlier version: it says its weights alone
    public void AModelOfAnotherConfigOrTokenizerIsRefusedWhereItSaysSo(string file, string content, bool isTaken)
    {
        var options = new OnnxRuntimeOptions
        {
            VocabularySize = 20,
            MaxPositions = 16,
            ExpectedWeightsSha256 = _sha256,
            ExpectedContentSha256 = content,
            Threads = 1,
            Spin = false,
        };
        if (isTaken) OnnxRuntimeEngine.Load(_folder.File(file), options).Dispose();
        else Assert.Contains("config or tokenizer", Assert.Throws<InvalidInputException>(() => OnnxRuntimeEngine.Load(_folder.File(file), options)).Message);
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
