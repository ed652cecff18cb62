using CsCheck;
using TinyBertPipeline.Training.Pretraining;

namespace TinyBertPipeline.Training.Tests.Pretraining;

public sealed class BatchSizesTests
{
    [Fact]
    public void PartsGrowFromOneToTheMostWithinTheRamp() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 300], Gen.Double[0, 0.99]).Sample((most, steps, ramp) =>
        {
            var sizes = new BatchSizes(64, most, ramp);
            var rampSteps = most == 1 ? 0 : (long)(steps * ramp);
            var before = 0L;
            for (var step = 0; step < steps; step++)
            {
                Assert.Equal(before, sizes.PartsBefore(step, steps));
                var parts = step < rampSteps ? 1 + (int)((most - 1L) * step / rampSteps) : most;
                Assert.Equal(parts, sizes.Parts(step, steps));
                before += parts;
            }
        });

    [Theory]
    [InlineData(1, 64, 4, 0.5, 1)]
    [InlineData(64, 64, 1, 0, 1)]
    [InlineData(65, 64, 1, 0, 2)]
    [InlineData(6400, 64, 4, 0, 25)]
    public void StepsAreTheFewestThatSeeAsManyPieces(long pieces, int batch, int most, double ramp, long steps) =>
        Assert.Equal(steps, new BatchSizes(batch, most, ramp).StepsFor(pieces));

    [Fact]
    public void AnyNumberOfPiecesIsPlannedAtOnce()
    {
        var sizes = new BatchSizes(8, 4096, 0.9);
        var steps = sizes.StepsFor(1_000_000_000_000_000);
        Assert.True(sizes.PartsBefore(steps, steps) * 8 >= 1_000_000_000_000_000);
        Assert.True(sizes.PartsBefore(steps - 1, steps - 1) * 8 < 1_000_000_000_000_000);
    }
}
