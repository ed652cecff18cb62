using TinyBertPipeline.Training.Distillation.Initialization;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Distillation.Initialization;

public sealed class LiftTests : IDisposable
{
    private readonly Tensor _rows;      // [200,5]; the third coordinate is 2 x0 - x4 + 3, the second is noise
    private readonly SecondMoments _moments = new(5);

    public LiftTests()
    {
        using var generator = new Generator(11);
        _rows = randn(200, 5, dtype: ScalarType.Float64, generator: generator);
        _rows.select(1, 2).copy_(_rows.select(1, 0) * 2 - _rows.select(1, 4) + 3);
        _moments.Add(_rows.narrow(0, 0, 120));
        _moments.Add(_rows.narrow(0, 120, 80));
    }

    public void Dispose()
    {
        _moments.Dispose();
        _rows.Dispose();
    }

    [Fact]
    public void MomentsOfSeveralBatchesAreThoseOfAllRows()
    {
        Assert.Equal(200, _moments.Rows);
        Assert.True(_moments.Mean().allclose(_rows.mean([0]), 1e-12, 1e-12));
        Assert.True(_moments.Covariance().allclose(_rows.t().cov(0), 1e-10, 1e-10));
    }

    [Fact]
    public void KeptCoordinatesComeBackExactly()
    {
        var restored = Restore(Lift.Fit(_moments, [0, 3, 4]), [0, 3, 4]);
        foreach (var coordinate in new long[] { 0, 3, 4 })
            Assert.True(restored.select(1, coordinate).equal(_rows.select(1, coordinate)).all().item<bool>());
    }

    [Fact]
    public void ADroppedCoordinateThatTheOthersDetermineComesBackButForTheRidge()
    {
        var restored = Restore(Lift.Fit(_moments, [0, 3, 4]), [0, 3, 4]);
        Assert.True((restored.select(1, 2) - _rows.select(1, 2)).abs().max().ToDouble() < 0.02);
    }

    [Fact]
    public void WithAllCoordinatesKeptTheLiftIsTheIdentity()
    {
        var lift = Lift.Fit(_moments, [0, 1, 2, 3, 4]);
        Assert.True(lift.Matrix.equal(eye(5, dtype: ScalarType.Float64)).all().item<bool>());
        Assert.Equal(0, lift.Offset.abs().sum().ToDouble());
    }

    [Fact]
    public void ALiftedLayerReadsTheKeptCoordinatesAsItReadTheRestoredOnes()
    {
        var lift = Lift.Fit(_moments, [0, 1, 4]);
        var (weight, bias) = (ones(2, 5, dtype: ScalarType.Float64), ones(2, dtype: ScalarType.Float64));
        var (newWeight, newBias) = lift.Apply(weight, bias);
        var kept = _rows.index_select(1, tensor(new long[] { 0, 1, 4 }));
        var expected = Restore(lift, [0, 1, 4]).mm(weight.t()) + bias;
        Assert.True((kept.mm(newWeight.t()) + newBias).allclose(expected, 1e-10, 1e-10));
    }

    private Tensor Restore(Lift lift, long[] kept) => _rows.index_select(1, tensor(kept)).mm(lift.Matrix.t()) + lift.Offset;
}
