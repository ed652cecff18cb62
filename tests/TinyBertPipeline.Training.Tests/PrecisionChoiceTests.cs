using TinyBertPipeline.Training.Tests.Modeling;

namespace TinyBertPipeline.Training.Tests;

public sealed class PrecisionChoiceTests
{
    [Theory]
    [InlineData(TrainingPrecision.Float32, false)]
    [InlineData(TrainingPrecision.BFloat16, true)]
    public void AGivenPrecisionIsTaken(TrainingPrecision precision, bool useBFloat16) =>
        Assert.Equal(useBFloat16, PrecisionChoice.UseBFloat16(precision, TinyModels.Config));

    [Fact]
    public void ProcessorsWithoutBFloat16DoNotUseItOnTheirOwn()
    {
        // The flags of Linux; elsewhere the measurement alone decides.
        Assert.SkipUnless(File.Exists("/proc/cpuinfo"), "/proc/cpuinfo is absent");
        var flags = File.ReadAllText("/proc/cpuinfo");
        Assert.SkipWhen(flags.Contains("avx512_bf16", StringComparison.Ordinal) || flags.Contains("amx_bf16", StringComparison.Ordinal), "the processor has bfloat16");
        Assert.False(PrecisionChoice.UseBFloat16(TrainingPrecision.Auto, TinyModels.Config));
    }
}
