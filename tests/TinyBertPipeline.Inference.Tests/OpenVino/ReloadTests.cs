using TinyBertPipeline.Inference.OpenVino.Binding;

namespace TinyBertPipeline.Inference.Tests.OpenVino;

public sealed class ReloadTests
{
    public static TheoryData<string> Orders => [.. ReloadOrders.Names];

    [Theory, MemberData(nameof(Orders))]
    public async Task AfterAHundredReloadsInAnyOrderANullReferenceIsAnExceptionLikeAnyOther(string order)
    {
        OpenVinoRuntime.Require();
        Assert.Null(await FaultAsync(order));
    }

    [Fact, Trait("Category", "faults")]
    public async Task ReloadsInEveryOrder()
    {
        FaultReport.SkipUnlessAsked();
        OpenVinoRuntime.Require();
        var broken = new List<string>();
        foreach (var order in ReloadOrders.Names)
        {
            if (await FaultAsync(order) is { } fault) broken.Add(fault);
        }
        FaultReport.Add("orders of 100 reloads of an OpenVINO model, a caught NullReferenceException after each", ReloadOrders.Names.Count(), broken,
            "dotnet TinyBertPipeline.Inference.Tests.dll --reload-order ORDER");
    }

    private static async Task<string?> FaultAsync(string order)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "TinyBertPipeline.Inference.Tests.dll");
        var (code, output, error) = await ChildProcess.RunAsync("dotnet", [program, ReloadOrders.Argument, order], AppContext.BaseDirectory);
        return code == 0 && output.Trim() == $"{order}: 100 reloads" ? null : $"{order}: exit code {code}, {output} {error}";
    }

    [Fact]
    public void LoadingAModelLeavesTheSignalStackOfTheThreadAlone()
    {
        OpenVinoRuntime.Require();
        var before = SignalStack.Address;
        TinyModel.Load("openvino").Dispose();
        Assert.Equal(before, SignalStack.Address);
        Assert.Equal(OperatingSystem.IsLinux(), before != 0);
    }

    [Fact]
    public void ACoreThatIsDisposedRefusesAndLeavesTheOthersAlone()
    {
        OpenVinoRuntime.Require();
        var core = new Inference.OpenVino.Binding.Core();
        using var other = new Inference.OpenVino.Binding.Core();
        core.Dispose();
        core.Dispose();
        Assert.Throws<ObjectDisposedException>(core.AvailableDevices);
        Assert.Throws<ObjectDisposedException>(() => core.ReadModel(TinyModel.Path("masked-ids.xml")));
        Assert.Contains("CPU", other.AvailableDevices());
    }
}
