using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;

namespace TinyBertPipeline.Inference.Tests;

public sealed class EngineFactoryTests
{
    [Theory]
    [InlineData("onnx", "onnx")]
    [InlineData("openvino", "openvino")]
    [InlineData("openvino-onnx", "openvino")]
    public void EveryEngineGivesTheReferencesLogitsFromABundle(string name, string runtime)
    {
        if (runtime == "openvino") OpenVinoRuntime.Require();
        using var bundle = new ReferenceBundle();
        var heard = new HeardMessages();
        using var engine = EngineFactory.Open(name, Bundle.Open(bundle.Folder), new EngineSettings { Messages = heard });
        Assert.Equal(runtime, engine.Info.Name);
        Assert.Contains("does not say which weights", Assert.Single(heard.Warnings), StringComparison.Ordinal);
        using var request = engine.CreateRequest();
        var text = ReferenceData.ReadJson("checkpoints", "hf-token-classification", "expected.json").GetProperty("texts")[0];
        var ids = text.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()).ToArray();
        request.Run(TokenBatch.Pad([ids], padId: 0));
        var expected = text.GetProperty("logits").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetDouble()).ToArray();
        var actual = request.Output("logits").ToArray();
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, ReferenceModel.Tolerance));
    }

    [Fact]
    public void AnUnknownNameIsAnsweredWithTheValidOnes()
    {
        using var bundle = new ReferenceBundle();
        var error = Assert.Throws<InvalidInputException>(() => EngineFactory.Open("tensorflow", Bundle.Open(bundle.Folder)));
        Assert.Equal(InputKind.Configuration, error.Kind);
        Assert.Contains("onnx, openvino, openvino-onnx", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("onnx")]
    [InlineData("openvino")]        // also where there is none
    [InlineData("tensorflow")]
    public void AStepIsTakenWhileALibraryLoadsAndItsFaultIsTheOnlyOne(string name)
    {
        Assert.Equal(5, EngineFactory.WhileLoading(name, null, () => 5));
        var settings = new EngineSettings { OpenVinoFolder = "/nowhere" };
        Assert.Throws<InvalidDataException>(() => EngineFactory.WhileLoading<int>(name, settings, () => throw new InvalidDataException()));
    }

    [Theory]
    [InlineData("onnx", "model.onnx", RemedyKind.Export)]
    [InlineData("openvino", "openvino_model.xml", RemedyKind.Convert)]
    [InlineData("openvino-onnx", "model.onnx", RemedyKind.Export)]
    [InlineData("onnx-int8", "model_quantized.onnx", RemedyKind.Quantize)]
    [InlineData("openvino-int8", "int8/openvino_model.xml", RemedyKind.Quantize)]
    public void AnAbsentModelIsAnsweredWithWhatMakesIt(string name, string file, RemedyKind maker)
    {
        using var bundle = new ReferenceBundle();
        if (File.Exists(bundle.File(file))) File.Delete(bundle.File(file));
        var error = Assert.Throws<InvalidInputException>(() => EngineFactory.Open(name, Bundle.Open(bundle.Folder)));
        Assert.Equal(InputKind.Model, error.Kind);
        Assert.Equal(bundle.File(file), error.File);
        Assert.Equal(new Remedy(maker, bundle.Folder), error.Remedy);
    }

    [Theory]
    [InlineData("onnx", "model.onnx", RemedyKind.Export)]
    [InlineData("onnx-int8", "model_quantized.onnx", RemedyKind.Quantize)]
    public void AModelOfOtherWeightsIsRefusedUntilItIsMadeAgain(string name, string file, RemedyKind maker)
    {
        using var bundle = new ReferenceBundle();
        File.Copy(TinyModel.Path("masked-ids-with-origin.onnx"), bundle.File(file), overwrite: true);
        var error = Assert.Throws<InvalidInputException>(() => EngineFactory.Open(name, Bundle.Open(bundle.Folder)));
        Assert.Equal(InputKind.Model, error.Kind);
        Assert.Equal(new Remedy(maker, bundle.Folder), error.Remedy);
    }

    [Fact]
    public void AFolderForDeploymentNeedsNoWeights()
    {
        using var bundle = new ReferenceBundle();
        File.Delete(bundle.File("model.safetensors"));
        var heard = new HeardMessages();
        using var engine = EngineFactory.Open("onnx", Bundle.Open(bundle.Folder), new EngineSettings { Messages = heard });
        Assert.Empty(heard.Warnings);
    }
}
