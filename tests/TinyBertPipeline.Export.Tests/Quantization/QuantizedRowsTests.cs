using CsCheck;
using TinyBertPipeline.Export.Quantization;

namespace TinyBertPipeline.Export.Tests.Quantization;

public sealed class QuantizedRowsTests
{
    [Theory]
    [InlineData(new[] { 127f, 0.5f, 1.5f, 2.5f, -127f, -0.5f }, 1f, new[] { 127, 0, 2, 2, -127, 0 })]       // half to even
    [InlineData(new[] { -2.54f, 0.01f, 0.011f }, 0.02f, new[] { -127, 0, 1 })]
    [InlineData(new[] { 0f, 0f }, 1f, new[] { 0, 0 })]
    public void ARowsLargestValueSetsItsScale(float[] row, float scale, int[] expected)
    {
        var rows = QuantizedRows.Of(row, row.Length);
        Assert.Equal(scale, Assert.Single(rows.Scales), 1e-7f);
        Assert.Equal(expected, rows.Values.Select(value => (int)value));
    }

    [Fact]
    public void EveryRowHasAScaleOfItsOwnAndColumnsAreScaledBefore()
    {
        var rows = QuantizedRows.Of([1f, 127f, 2f, 2f], 2, [127f, 1f]);
        Assert.Equal([1f, 2f], rows.Scales);
        Assert.Equal([127, 127, 127, 1], rows.Values.Select(value => (int)value));
    }

    [Fact]
    public void NoWeightMovesByMoreThanHalfAStep() =>
        Gen.Select(Gen.Float[-10, 10].Array[12], Gen.Float[1, 8].Array[4]).Sample((values, columnScales) =>
        {
            var rows = QuantizedRows.Of(values, 4, columnScales);
            for (var i = 0; i < values.Length; i++)
            {
                Assert.NotEqual(-128, rows.Values[i]);
                Assert.InRange(Math.Abs(rows.Values[i] * rows.Scales[i / 4] - values[i] * columnScales[i % 4]), 0, rows.Scales[i / 4] * 0.5001f);
            }
        });
}
