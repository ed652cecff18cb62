using TinyBertPipeline.Inference.OpenVino.Binding;

namespace TinyBertPipeline.Inference.Tests.OpenVino;

public sealed class ReloadTests
{
    public static TheoryData<string> Orders => [.. ReloadOrders.Names];

    [Theory, MemberData(nameof(Orders))]
    public async Task AfterAHundredReloadsInAnyOrderANullReferenceIsAnExceptionLikeAnyOther(string order)
    {
        OpenVinoRuntime.Require();
        var program = Path.Combine(AppContext.BaseDirectory, "TinyBertPipeline.Inference.Tests.dll");
        var (code, output, error) = await ChildProcess.RunAsync("dotnet", [program, ReloadOrders.Argument, order], AppContext.BaseDirectory);
        Assert.True(code == 0, $"exit code {code}\n{error}");
        Assert.Equal($"{order}: 100 reloads", output.Trim());
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
