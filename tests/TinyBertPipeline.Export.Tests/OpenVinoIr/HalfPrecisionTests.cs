using TinyBertPipeline.Export.OpenVinoIr;

namespace TinyBertPipeline.Export.Tests.OpenVinoIr;

public sealed class HalfPrecisionTests
{
    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(0.1f, 0.099975586f)]
    [InlineData(-10000f, -10000f)]
    [InlineData(70000f, 65504f)]            // beyond the range: the largest
    [InlineData(-3.4e38f, -65504f)]
    [InlineData(1e-9f, 0f)]
    public void ANumberBecomesTheNearestHalf(float value, float expected) => Assert.Equal(expected, (float)HalfPrecision.Round([value])[0]);
}
