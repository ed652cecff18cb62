using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Machine;
using TinyBertPipeline.Inference.Diagnostics;
using TinyBertPipeline.Pipeline.Diagnosis;

namespace TinyBertPipeline.Pipeline.Tests.Diagnosis;

public sealed class DoctorReportTests
{
    private static readonly NativeLibraryStatus _good = new("ONNX Runtime", "1", "1.2", "/lib", null, null, []);

    [Theory]
    [InlineData(30, 20, "bf16 is 1.50 times as fast as f32 here (20.0 and 30.0 ms, form): choose it where parity with f32 is not needed")]
    [InlineData(20, 30, "bf16 is 0.67 times as fast as f32 here (30.0 and 20.0 ms, form): use f32")]
    public void TheAdviceOnBf16IsWhatWasMeasured(double f32, double bf16, string advice)
    {
        // The same processor both times: no feature of it decides.
        Assert.Contains(advice, Report(new PrecisionTrial("form", f32, bf16)).ToReport(Word).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAMeasurementThereIsNoAdviceOnBf16()
    {
        var text = Report(null).ToReport(Word).ToString();
        Assert.Contains("measured: nothing, OpenVINO is needed", text, StringComparison.Ordinal);
        Assert.DoesNotContain("times as fast", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ARemedyIsWordedByTheCaller()
    {
        var missing = new NativeLibraryStatus("libtorch", "2", null, null, "gone", new Remedy(RemedyKind.InstallLibTorch), []);
        Assert.Contains("        remedy: do InstallLibTorch\n", (Report(null) with { Training = missing }).ToReport(Word).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void BothPrecisionsAreTimedWhereTheProcessorHasThem()
    {
        OpenVinoRuntime.Require();
        var cpu = CpuFeatures.Detect();
        var trial = PrecisionTrial.Measure(cpu, openVino: null);
        Assert.Equal(cpu.Bf16 || cpu.AmxBf16, trial is not null);
        if (trial is not null) Assert.True(trial is { F32Milliseconds: > 0, Bf16Milliseconds: > 0 });
    }

    private static string Word(Remedy remedy) => $"do {remedy.Kind}";

    private static DoctorReport Report(PrecisionTrial? trial) => new(
        _good, [_good], null,
        new MachineRecord(new CpuFeatures { Model = "Example", LogicalCores = 2, Bf16 = true }, 2, null, null, 1, "os", "runtime"),
        trial, 1);
}
