using TinyBertPipeline.Core;
using TinyBertPipeline.Inference.OpenVino;
using TinyBertPipeline.Inference.OpenVino.Binding;

namespace TinyBertPipeline.Inference.Tests.OpenVino;

public sealed class OpenVinoEngineTests
{
    [Theory]
    [InlineData("openvino/float32.xml", ReferenceModel.Tolerance)]
    [InlineData("openvino/default-float16.xml", 2e-2)]      // weights rounded to f16
    [InlineData("onnx/model-opset17.onnx", ReferenceModel.Tolerance)]
    [InlineData("onnx/model-opset20.onnx", ReferenceModel.Tolerance)]
    public void LogitsEqualTheReference(string file, double tolerance)
    {
        OpenVinoRuntime.Require();
        using var engine = OpenVinoEngine.Load(ReferenceData.Require(file.Split('/')), OpenVinoOptions.For(ReferenceModel.Config));
        using var request = engine.CreateRequest();
        foreach (var golden in GoldenBatch.All())
        {
            request.Run(golden.Batch);
            Assert.InRange(golden.LargestDifference(request.Output("logits")), 0, tolerance);
        }
    }

    [Fact]
    public async Task LogitsOfAFixedShapeAndOfAnAsynchronousRunEqualTheReference()
    {
        OpenVinoRuntime.Require();
        foreach (var golden in GoldenBatch.All())
        {
            var options = OpenVinoOptions.For(ReferenceModel.Config) with { StaticShape = (golden.Batch.Rows, golden.Batch.Length) };
            using var engine = OpenVinoEngine.Load(ReferenceData.Require("openvino", "float32.xml"), options);
            using var request = engine.CreateRequest();
            await request.RunAsync(golden.Batch, CancellationToken.None);
            Assert.InRange(golden.LargestDifference(request.Output("logits")), 0, ReferenceModel.Tolerance);
            var other = TinyModel.Batch(golden.Batch.Rows + 1, golden.Batch.Length);
            Assert.Throws<ArgumentException>(() => request.Run(other));
        }
    }

    [Theory]
    [InlineData("absent.xml", "no such file")]
    [InlineData("empty.xml", "is no OpenVINO IR")]
    [InlineData("text.xml", "is no OpenVINO IR")]
    [InlineData("cut-off.xml", "is no OpenVINO IR")]
    [InlineData("other-root.xml", "the root is 'network'")]
    [InlineData("future-version.xml", "version 12, valid are 10 and 11")]
    [InlineData("entity-bomb.xml", "DTD")]
    [InlineData("weights-beyond-the-file.xml", "OpenVINO cannot use it")]
    [InlineData("weights-beyond-the-file.bin", "is a '.bin' file")]
    [InlineData("unknown-operator.xml", "Frobnicate")]
    [InlineData("unknown-input.xml", "has the inputs tokens, attention_mask")]
    [InlineData("int32-inputs.xml", "input_ids: I32 [?,?]")]
    [InlineData("half-output.xml", "logits: F16 [?,?]")]
    [InlineData("empty.onnx", "is no ONNX model")]
    [InlineData("text.onnx", "is no ONNX model")]
    [InlineData("cut-off.onnx", "is no ONNX model")]
    [InlineData("unknown-operator.onnx", "Frobnicate")]
    [InlineData("rank-3-inputs.onnx", "[?,?,?]")]
    public void BrokenModelsAreRefusedWithFileAndReason(string file, string reason)
    {
        OpenVinoRuntime.Require();
        var path = Path.Combine(AppContext.BaseDirectory, "Invalid", file);
        var error = Assert.Throws<InvalidInputException>(() => OpenVinoEngine.Load(path, TinyModel.OpenVinoOptions));
        Assert.Equal(InputKind.Model, error.Kind);
        Assert.Equal(path, error.File);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("f16")]
    [InlineData("F32")]
    [InlineData("")]
    public void OtherPrecisionsThanF32AndBf16AreRefused(string precision)
    {
        var options = TinyModel.OpenVinoOptions with { Precision = precision };
        var error = Assert.Throws<InvalidInputException>(() => OpenVinoEngine.Load(TinyModel.Path("masked-ids.xml"), options));
        Assert.Equal(InputKind.Configuration, error.Kind);
        Assert.Contains("f32 and bf16", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnAbsentDeviceIsAFaultOfTheEnvironment()
    {
        OpenVinoRuntime.Require();
        var options = TinyModel.OpenVinoOptions with { Device = "NPU9" };
        var error = Assert.Throws<EnvironmentException>(() => OpenVinoEngine.Load(TinyModel.Path("masked-ids.xml"), options));
        Assert.Contains("NPU9", error.Message, StringComparison.Ordinal);
        Assert.Contains("it has CPU", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1, 1)]       // streams as given
    [InlineData(1, 0, null)]    // a thread each: as many as there are processors
    public void StreamsAndThreadsDecideHowManyRequestsAreUseful(int threads, int streams, int? useful)
    {
        OpenVinoRuntime.Require();
        using var engine = OpenVinoEngine.Load(TinyModel.Path("masked-ids.xml"), TinyModel.OpenVinoOptions with { Threads = threads, Streams = streams });
        Assert.Equal(useful ?? Environment.ProcessorCount, engine.Info.UsefulRequests);
        using var request = engine.CreateRequest();
        request.Run(TinyModel.Batch(4, 16));
        TinyModel.AssertAnswer(TinyModel.Batch(4, 16), request);
    }
}
