using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Tests.Modeling;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Loop;

public sealed class PrecisionChoiceTests
{
    [Theory]
    [InlineData(TrainingPrecision.Float32, 100, 1, false)]
    [InlineData(TrainingPrecision.BFloat16, 1, 100, true)]
    [InlineData(TrainingPrecision.Auto, 100, 25, true)]
    [InlineData(TrainingPrecision.Auto, 100, 80, true)]
    [InlineData(TrainingPrecision.Auto, 100, 90, false)]     // not worth the rounding
    [InlineData(TrainingPrecision.Auto, 100, 900, false)]    // a processor without bfloat16
    public void BFloat16IsUsedWhenGivenOrClearlyFaster(TrainingPrecision precision, int float32Time, int bfloat16Time, bool used) =>
        Assert.Equal(used, PrecisionChoice.UseBFloat16(
            precision, type => TimeSpan.FromMicroseconds(type == ScalarType.Float32 ? float32Time : bfloat16Time)));

    [Fact]
    public void AGivenPrecisionIsTakenWithoutMeasuring()
    {
        Assert.False(PrecisionChoice.UseBFloat16(TrainingPrecision.Float32, TinyModels.Config));
        Assert.True(PrecisionChoice.UseBFloat16(TrainingPrecision.BFloat16, TinyModels.Config));
    }
}
