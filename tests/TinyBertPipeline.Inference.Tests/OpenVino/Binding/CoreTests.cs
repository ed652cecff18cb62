using TinyBertPipeline.Core;
using TinyBertPipeline.Inference.OpenVino.Binding;
using OpenVinoCore = TinyBertPipeline.Inference.OpenVino.Binding.Core;

namespace TinyBertPipeline.Inference.Tests.OpenVino.Binding;

/// <summary>The binding by itself, in the order of a deployment.</summary>
public sealed class CoreTests
{
    private readonly PartialShape _open = new(Dimension.Dynamic, Dimension.Dynamic);

    public CoreTests() => OpenVinoRuntime.Require();

    [Fact]
    public void TheEightStepsGiveTheModelsAnswer()
    {
        using var core = new OpenVinoCore();
        using var model = core.ReadModel(TinyModel.Path("masked-ids.xml"));
        model.Reshape(model.Inputs.ToDictionary(input => input.Name, _ => new PartialShape(1, new Dimension(1, 8))));
        using var compiled = core.CompileModel(model, "CPU", new Dictionary<string, string> { ["INFERENCE_PRECISION_HINT"] = "f32" });
        using var request = compiled.CreateInferRequest();
        using var ids = Tensor.FromArray<long>(new Shape(1, 3), [7, 8, 9]);
        using var mask = Tensor.FromArray<long>(new Shape(1, 3), [1, 0, 1]);
        request.SetTensor("input_ids", ids);
        request.SetTensor("attention_mask", mask);
        request.Infer();
        using var logits = request.GetTensor("logits");
        Assert.Equal(new Shape(1, 3), logits.Shape);
        Assert.Equal([7f, 0f, 9f], logits.Data<float>().ToArray());
    }

    [Fact]
    public void AModelTellsItsNamesTypesAndShapes()
    {
        using var core = new OpenVinoCore();
        using var model = core.ReadModel(TinyModel.Path("masked-ids.xml"));
        Assert.Equal("masked-ids", model.FriendlyName);
        Assert.Equal([new Port("input_ids", ElementType.I64, _open), new Port("attention_mask", ElementType.I64, _open)], model.Inputs);
        Assert.Equal([new Port("logits", ElementType.F32, _open)], model.Outputs);
        Assert.Equal("input_ids: I64 [?,?]", model.Inputs[0].ToString());
        using var compiled = core.CompileModel(model);
        Assert.Equal(model.Inputs, compiled.Inputs);
        Assert.Equal(model.Outputs, compiled.Outputs);
        Assert.Equal("masked-ids", compiled.GetProperty("NETWORK_NAME"));
    }

    [Fact]
    public void ReshapingOneInputOfTwoIsRefusedAndLeavesTheModelAsItWas()
    {
        using var core = new OpenVinoCore();
        using var model = core.ReadModel(TinyModel.Path("masked-ids.xml"));
        model.Reshape(new Dictionary<string, PartialShape> { ["input_ids"] = new(1, 3), ["attention_mask"] = new(1, 3) });
        Assert.Throws<OpenVinoException>(() => model.Reshape(new Dictionary<string, PartialShape> { ["input_ids"] = new(1, 4) }));
        Assert.Equal(new PartialShape(1, 3), model.Inputs[0].Shape);
    }

    [Fact]
    public void AnErrorHasTheFunctionTheStatusAndTheUsefulLine()
    {
        using var core = new OpenVinoCore();
        using var model = core.ReadModel(TinyModel.Path("masked-ids.xml"));
        var error = Assert.Throws<OpenVinoException>(() => core.CompileModel(model, "CPU", new Dictionary<string, string> { ["NOPE"] = "1" }));
        Assert.Equal(OpenVinoStatus.GeneralError, error.Status);
        Assert.StartsWith("ov_core_compile_model_props failed (GeneralError): ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Unsupported property NOPE by CPU plugin.", error.Message, StringComparison.Ordinal);
        Assert.Contains("Exception from", error.Detail, StringComparison.Ordinal);
        var missing = Assert.Throws<OpenVinoException>(() => core.ReadModel("absent.xml"));
        Assert.Contains("absent.xml", missing.Message, StringComparison.Ordinal);
        // The text of the earlier error must not be shown for an argument error.
        var argument = Assert.Throws<OpenVinoException>(() => new Tensor((ElementType)99, new Shape(1)));
        Assert.Equal(OpenVinoStatus.InvalidParameter, argument.Status);
        Assert.DoesNotContain("absent.xml", argument.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PropertiesOfADeviceAreReadAndSet()
    {
        using var core = new OpenVinoCore();
        Assert.Contains("CPU", core.AvailableDevices());
        core.SetProperties("CPU", new Dictionary<string, string> { ["INFERENCE_NUM_THREADS"] = "1", ["NUM_STREAMS"] = "1", ["PERF_COUNT"] = "YES" });
        Assert.Equal(("1", "1", "YES"),
            (core.GetProperty("CPU", "INFERENCE_NUM_THREADS"), core.GetProperty("CPU", "NUM_STREAMS"), core.GetProperty("CPU", "PERF_COUNT")));
    }

    [Fact]
    public async Task ARequestEndsBothWaysAndKnowsWhenItIsNotReady()
    {
        using var core = new OpenVinoCore();
        using var model = core.ReadModel(TinyModel.Path("masked-ids.xml"));
        using var compiled = core.CompileModel(model);
        using var request = compiled.CreateInferRequest();
        using var values = Tensor.FromArray<long>(new Shape(1, 2), [3, 4]);
        request.SetInputTensor(0, values);
        request.SetInputTensor(1, values);
        request.StartAsync();
        request.Wait();
        await request.InferAsync();
        request.Cancel();       // idle: without effect
        Assert.True(request.WaitFor(TimeSpan.FromSeconds(10)));
        using var logits = request.GetOutputTensor(0);
        Assert.Equal([9f, 16f], logits.Data<float>().ToArray());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request.InferAsync(new CancellationToken(true)));
    }

    [Fact]
    public async Task AFailedAsynchronousRunTellsWhy()
    {
        using var core = new OpenVinoCore();
        using var model = core.ReadModel(TinyModel.Path("masked-ids.xml"));
        using var compiled = core.CompileModel(model);
        using var request = compiled.CreateInferRequest();
        using var two = Tensor.FromArray<long>(new Shape(1, 2), [3, 4]);
        using var three = Tensor.FromArray<long>(new Shape(1, 3), [3, 4, 5]);
        request.SetTensor("input_ids", two);
        request.SetTensor("attention_mask", three);
        Assert.NotEmpty((await Assert.ThrowsAsync<OpenVinoException>(() => request.InferAsync())).Reason);
    }

    [Fact]
    public void AProcessUsesOneLibrary()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("named folder", Assert.Throws<EnvironmentException>(() => new OpenVinoCore(folder.Path)).Message, StringComparison.Ordinal);
        Assert.NotNull(OpenVinoLibrary.Path);
        Assert.StartsWith("20", OpenVinoLibrary.Build, StringComparison.Ordinal);
        OpenVinoLibrary.Load(Path.GetDirectoryName(OpenVinoLibrary.Path));
        Assert.Equal(OpenVinoLibrary.Path, OpenVinoLibrary.Search().Library);
    }
}
