using System.Runtime.CompilerServices;
using Microsoft.ML.OnnxRuntime;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Export.Onnx;
using TinyBertPipeline.Export.OpenVinoIr;
using TinyBertPipeline.Export.Quantization;
using TinyBertPipeline.Inference.OnnxRuntime;

namespace TinyBertPipeline.Export.Tests.Quantization;

public sealed class QuantizedModelTests : IDisposable
{
    private static readonly BertConfig _config = Taggers.Config with { HiddenSize = 24, Heads = 4, Layers = 2, IntermediateSize = 36, Activation = "gelu_new", InitializerRange = 0.3 };

    private readonly TemporaryFolder _folder = new();
    private readonly BertWeights _weights = Taggers.Weights(_config);
    private readonly TokenBatch _batch = Taggers.Batch(_config, 6, 12, seed: 3);
    private readonly QuantizationPlan _plan;

    public QuantizedModelTests() => _plan = Plan();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WithoutAPlanThePlainNetworkIsThatOfOnnxRuntime()
    {
        OnnxExporter.Write(Taggers.Task, _config, _weights, _folder.File("float.onnx"), new());
        var plain = PlainBert.Run(_config, _weights, _batch);
        Assert.InRange(ReferenceTagger.LargestDifference(Engines.OnnxRuntime(_folder.File("float.onnx"), _config, _batch), plain.Logits), 0, 1e-5);
    }

    [Fact]
    public void TheCalibrationModelGivesTheInputOfEverySite()
    {
        var model = CalibrationModel.Write(Taggers.Task, _config, _weights, _folder.File("calibration.onnx"));
        Assert.Equal(QuantizationSites.Of(_config).Select(site => site.Key), model.Outputs.Keys);
        using var engine = OnnxRuntimeEngine.Load(model.Path, OnnxRuntimeOptions.For(_config) with { Threads = 1, Spin = false });
        using var request = engine.CreateRequest();
        request.Run(_batch);
        var plain = PlainBert.Run(_config, _weights, _batch);
        Assert.All(model.Outputs, output => Assert.InRange(ReferenceTagger.LargestDifference(request.Output(output.Value), plain.Sites[output.Key]), 0, 1e-4));
    }

    [Theory]
    [InlineData(17)]
    [InlineData(20)]
    public void OnnxRuntimeComputesWhatThePlanSays(int opset)
    {
        OnnxExporter.Write(Taggers.Task, _config, _weights, _folder.File("int8.onnx"), new() { Opset = opset, Quantization = _plan });
        AssertAsPlanned(Engines.OnnxRuntime(_folder.File("int8.onnx"), _config, _batch), _plan, IntegerForm.U8);
    }

    [Theory]
    [InlineData(IntegerForm.U8)]
    [InlineData(IntegerForm.I8)]
    public void OpenVinoComputesWhatThePlanSays(IntegerForm form)
    {
        OpenVinoRuntime.Require();
        OpenVinoIrExporter.Write(Taggers.Task, _config, _weights, _folder.File("int8.xml"), new() { Quantization = _plan, Activations = form });
        AssertAsPlanned(Engines.OpenVino(_folder.File("int8.xml"), _config, _batch), _plan, form);
    }

    [Fact]
    public void SitesThatStayFloatAreFloatInBothFormats()
    {
        var plan = _plan with { FloatSites = [.. _plan.Sites.Keys.Where(site => !site.EndsWith("1.attention.self", StringComparison.Ordinal))] };
        var model = OnnxExporter.Build(Taggers.Task, _config, _weights, new() { Quantization = plan });
        Assert.Single(model.Graph.Node, node => node.OpType == "QuantizeLinear");
        Assert.Equal(1 + 3, model.Graph.Node.Count(node => node.OpType == "DequantizeLinear"));
        OnnxExporter.Write(Taggers.Task, _config, _weights, _folder.File("int8.onnx"), new() { Quantization = plan });
        AssertAsPlanned(Engines.OnnxRuntime(_folder.File("int8.onnx"), _config, _batch), plan, IntegerForm.U8);
        OpenVinoRuntime.Require();
        OpenVinoIrExporter.Write(Taggers.Task, _config, _weights, _folder.File("int8.xml"), new() { Quantization = plan });
        AssertAsPlanned(Engines.OpenVino(_folder.File("int8.xml"), _config, _batch), plan, IntegerForm.U8);
    }

    [Fact]
    public void QueryKeyAndValueShareOneQuantizerAndNoResultIsQuantized()
    {
        var model = OnnxExporter.Build(Taggers.Task, _config, _weights, new() { Quantization = _plan });
        var nodes = model.Graph.Node.ToLookup(node => node.OpType);
        Assert.Equal(4 * _config.Layers, nodes["QuantizeLinear"].Count());
        Assert.Equal(10 * _config.Layers, nodes["DequantizeLinear"].Count());
        var products = nodes["MatMul"].Select(node => node.Output[0]).ToHashSet();
        Assert.DoesNotContain(nodes["QuantizeLinear"], node => products.Contains(node.Input[0]));
        Assert.All(nodes["QuantizeLinear"], node => Assert.Empty(model.Graph.Initializer.Single(tensor => tensor.Name == node.Input[1]).Dims));      // rank 0: per tensor

        var ir = OpenVinoIrExporter.Build(Taggers.Task, _config, _weights, new() { Quantization = _plan });
        Assert.Equal(4 * _config.Layers, ir.Layers.Count(layer => layer.Type == "FakeQuantize"));
        Assert.Equal(6 * _config.Layers + 3, ir.Layers.Count(layer => layer.Type == "Const" && layer.Output!.Type == "i8"));
    }

    [Fact]
    public void OnnxRuntimeFusesEveryLinearLayerIntoAnIntegerKernel()
    {
        RuntimeHelpers.RunModuleConstructor(typeof(OnnxRuntimeEngine).Module.ModuleHandle);      // telemetry off
        OnnxExporter.Write(Taggers.Task, _config, _weights, _folder.File("int8.onnx"), new() { Quantization = _plan });
        using var options = new SessionOptions { OptimizedModelFilePath = _folder.File("optimized.onnx"), LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        options.AddSessionConfigEntry("session.strict_shape_type_inference", "1");
        new InferenceSession(_folder.File("int8.onnx"), options).Dispose();
        var operators = OnnxFile.Read(_folder.File("optimized.onnx")).Graph.Node.CountBy(node => node.OpType).ToDictionary();
        Assert.Equal(6 * _config.Layers, operators["MatMulIntegerToFloat"]);
        Assert.DoesNotContain("DequantizeLinear", operators.Keys);
    }

    [Fact]
    public void TheFileSaysThatItIsQuantizedAndFromWhichWeights()
    {
        var metadata = OnnxExporter.Build(Taggers.Task, _config, _weights, new() { Quantization = _plan }).MetadataProps.ToDictionary(entry => entry.Key, entry => entry.Value);
        Assert.Equal("u8", metadata["tinybert_pipeline.activations"]);
        Assert.Equal(_weights.Sha256, metadata[Core.Bundles.WeightsBinding.MetadataKey]);
        OpenVinoIrExporter.Write(Taggers.Task, _config, _weights, _folder.File("int8.xml"), new() { Quantization = _plan, Activations = IntegerForm.I8 });
        Assert.Contains("<tinybert_pipeline.activations value=\"i8\"", File.ReadAllText(_folder.File("int8.xml")), StringComparison.Ordinal);
    }

    [Fact]
    public void APlanForANetworkOfAnotherFormIsRefused()
    {
        var config = _config with { Layers = 1 };
        Assert.Throws<ArgumentException>(() => OnnxExporter.Build(Taggers.Task, config, Taggers.Weights(config), new() { Quantization = _plan }));
        Assert.Throws<ArgumentException>(() => OpenVinoIrExporter.Build(Taggers.Task, config, Taggers.Weights(config), new() { Quantization = _plan }));
    }

    // Logits of both are near to each other, compared with what rounding to 8 bits changes: a tie that falls the other way moves one value by a step.
    private void AssertAsPlanned(float[] found, QuantizationPlan plan, IntegerForm form)
    {
        var planned = PlainBert.Run(_config, _weights, _batch, plan, form).Logits;
        var unrounded = PlainBert.Run(_config, _weights, _batch).Logits;
        var change = unrounded.Zip(planned, (a, b) => Math.Abs(a - b)).Average();
        Assert.InRange(change, 1e-3, 0.5);
        Assert.InRange(found.Zip(planned, (a, b) => Math.Abs(a - b)).Average(), 0, 0.1 * change);
    }

    private QuantizationPlan Plan()
    {
        var ranges = QuantizationSites.Of(_config).ToDictionary(site => site.Key, site => new ValueRange(site.Value));
        foreach (var (site, values) in PlainBert.Run(_config, _weights, _batch).Sites) ranges[site].Add([.. values.Select(value => (float)value)]);
        var plan = QuantizationPlan.Of(ranges, 128, _weights.Sha256);
        Assert.Contains(plan.Sites.Values, site => site.IsScaled);
        return plan;
    }
}
