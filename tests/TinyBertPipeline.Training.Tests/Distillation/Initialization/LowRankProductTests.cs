using TinyBertPipeline.Training.Distillation.Initialization;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Distillation.Initialization;

public sealed class LowRankProductTests : IDisposable
{
    private readonly Generator _generator = new(7);

    public void Dispose() => _generator.Dispose();

    [Fact]
    public void AtFullRankTheProductIsKeptWhateverTheMetric()
    {
        var (left, right, metric) = (Random(9, 4), Random(9, 4), Metric(9));
        var (newLeft, newRight) = LowRankProduct.Truncate(left, right, metric, metric, 4);
        Assert.True(newLeft.mm(newRight.t()).allclose(left.mm(right.t()), 1e-9, 1e-9));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    [InlineData(1)]
    public void TheErrorUnderTheMetricIsTheSumOfTheDroppedSingularValues(int rank)
    {
        var (left, right, metric) = (Random(9, 4), Random(7, 4), Metric(9));
        var (newLeft, newRight) = LowRankProduct.Truncate(left, right, metric, null, rank);
        var values = linalg.svdvals(metric.t().mm(left.mm(right.t())));
        var error = metric.t().mm(left.mm(right.t()) - newLeft.mm(newRight.t())).square().sum().ToDouble();
        Assert.Equal(values.narrow(0, rank, values.shape[0] - rank).square().sum().ToDouble(), error, 1e-8);
    }

    [Fact]
    public void NoMoreColumnsAreReturnedThanTheProductHas() =>
        Assert.Equal([9, 4], LowRankProduct.Truncate(Random(9, 4), Random(7, 4), null, null, 6).Left.shape);

    private Tensor Random(int rows, int columns) => randn(rows, columns, dtype: ScalarType.Float64, generator: _generator);

    private Tensor Metric(int size)
    {
        var rows = Random(40, size);
        return linalg.cholesky(rows.t().mm(rows) / 40);
    }
}
