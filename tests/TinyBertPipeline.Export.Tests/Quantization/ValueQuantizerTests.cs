using CsCheck;
using TinyBertPipeline.Export.Quantization;

namespace TinyBertPipeline.Export.Tests.Quantization;

public sealed class ValueQuantizerTests
{
    [Theory]
    [InlineData(IntegerForm.U8, -1f, 1.55f, 0.01f, 100, -1f, 1.55f)]
    [InlineData(IntegerForm.U8, 0f, 25.5f, 0.1f, 0, 0f, 25.5f)]
    [InlineData(IntegerForm.U8, -25.5f, 0f, 0.1f, 255, -25.5f, 0f)]
    [InlineData(IntegerForm.U8, -0.5f, 254.5f, 1f, 0, 0f, 255f)]                 // half to even: down
    [InlineData(IntegerForm.U8, -1.5f, 253.5f, 1f, 2, -2f, 253f)]                // up
    [InlineData(IntegerForm.U8, -2.5f, 252.5f, 1f, 2, -2f, 253f)]                // down
    [InlineData(IntegerForm.I8, -1.27f, 0.5f, 0.01f, 0, -1.28f, 1.27f)]
    [InlineData(IntegerForm.I8, -0.5f, 2.54f, 0.02f, 0, -2.56f, 2.54f)]
    [InlineData(IntegerForm.U8, 0f, 0f, 1f, 0, 0f, 255f)]                        // nothing but zeros
    [InlineData(IntegerForm.I8, 0f, 0f, 1f, 0, -128f, 127f)]
    public void MinAndMaxDecide(IntegerForm form, float low, float high, float scale, int zeroPoint, float lowest, float highest)
    {
        var quantizer = ValueQuantizer.Covering(form, low, high);
        Assert.Equal(scale, quantizer.Scale, 1e-6f);
        Assert.Equal(zeroPoint, quantizer.ZeroPoint);
        Assert.Equal(lowest, quantizer.Lowest, 1e-5f);
        Assert.Equal(highest, quantizer.Highest, 1e-5f);
    }

    [Fact]
    public void NothingIsClippedByMoreThanHalfAStep() =>
        Gen.Select(Gen.Float[-1000, 0], Gen.Float[0, 1000], Gen.Enum<IntegerForm>()).Sample((low, high, form) =>
        {
            var quantizer = ValueQuantizer.Covering(form, low, high);
            var slack = quantizer.Scale * 0.5001f;
            Assert.InRange(quantizer.Lowest, float.MinValue, low + slack);
            Assert.InRange(quantizer.Highest, high - slack, float.MaxValue);
        });
}
