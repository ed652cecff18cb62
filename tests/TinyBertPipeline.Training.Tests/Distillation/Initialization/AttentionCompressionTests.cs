using TinyBertPipeline.Training.Distillation.Initialization;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Distillation.Initialization;

public sealed class AttentionCompressionTests : IDisposable
{
    private const int Width = 12;
    private const int Heads = 3;

    private static readonly int[] _all = [.. Enumerable.Range(0, Width)];

    private readonly Generator _generator = new(3);
    private readonly SecondMoments _moments = new(Width);
    private readonly Tensor _input;      // [50,12]
    private readonly AttentionWeights _teacher;

    public AttentionCompressionTests()
    {
        _input = Random(50, Width) + 0.5;
        _moments.Add(_input);
        _teacher = new AttentionWeights(
            Random(Width, Width), Random(Width), Random(Width, Width), Random(Width), Random(Width, Width), Random(Width),
            Random(Width, Width), Random(Width));
    }

    public void Dispose()
    {
        _generator.Dispose();
        _moments.Dispose();
    }

    [Fact]
    public void AtTheTeachersOwnSizeScoresAndOutputsAreTheTeachers()
    {
        var (student, heads) = Compress(Heads, Width / Heads);
        Assert.Equal([0, 1, 2], heads);
        for (var head = 0; head < Heads; head++)
        {
            Assert.True(Scores(student, head, 4).allclose(Scores(_teacher, head, 4), 1e-8, 1e-8));
            Assert.True(Values(student, head, 4).allclose(Values(_teacher, head, 4) - Constant(head), 1e-8, 1e-8));
        }
        var constant = Enumerable.Range(0, Heads).Aggregate(_teacher.OutputBias, (sum, head) => sum + Constant(head));
        Assert.True(student.OutputBias.allclose(constant, 1e-8, 1e-8));
    }

    [Fact]
    public void WiderHeadsComputeTheSame()
    {
        var (student, _) = Compress(Heads, 6);
        Assert.Equal([18, Width], student.Query.shape);
        Assert.Equal([Width, 18], student.Output.shape);
        Assert.True(Scores(student, 1, 6).allclose(Scores(_teacher, 1, 4), 1e-8, 1e-8));
        Assert.True(Values(student, 1, 6).allclose(Values(_teacher, 1, 4) - Constant(1), 1e-8, 1e-8));
    }

    [Fact]
    public void NarrowerHeadsKeepScoresCloserThanCuttingRowsDoes()
    {
        var (student, _) = Compress(Heads, 3);
        var cut = _teacher with
        {
            Query = _teacher.Query.view(Heads, 4, Width).narrow(1, 0, 3).reshape(9, Width),
            QueryBias = _teacher.QueryBias.view(Heads, 4).narrow(1, 0, 3).reshape(9),
            Key = _teacher.Key.view(Heads, 4, Width).narrow(1, 0, 3).reshape(9, Width),
            KeyBias = _teacher.KeyBias.view(Heads, 4).narrow(1, 0, 3).reshape(9),
        };
        for (var head = 0; head < Heads; head++)
        {
            var wanted = Scores(_teacher, head, 4);
            Assert.True(Distance(Scores(student, head, 3), wanted) < Distance(Scores(cut, head, 3), wanted));
        }
    }

    [Fact]
    public void FewerHeadsAreThoseThatCarryMostUnderTheData()
    {
        using (no_grad()) _teacher.Output.narrow(1, 4, 4).mul_(0.01);      // head 1 hardly reaches the output
        var (student, heads) = Compress(2, 4);
        Assert.Equal([0, 2], heads);
        Assert.Equal([8, Width], student.Value.shape);
        Assert.True(Scores(student, 1, 4).allclose(Scores(_teacher, 2, 4), 1e-8, 1e-8));
    }

    [Fact]
    public void TheMeanOutputOfDroppedHeadsGoesToTheBias()
    {
        var (student, heads) = Compress(2, 4);
        var dropped = Enumerable.Range(0, Heads).Except(heads).Single();
        var expected = heads.Aggregate(_teacher.OutputBias, (sum, head) => sum + Constant(head)) + Values(_teacher, dropped, 4).mean([0]);
        Assert.True(student.OutputBias.allclose(expected, 1e-8, 1e-8));
    }

    [Fact]
    public void HeadsThatTheTeacherDoesNotHaveChangeNothing()
    {
        var (student, heads) = Compress(4, 4);
        Assert.Equal([0, 1, 2, -1], heads);
        Assert.Equal(0, Values(student, 3, 4).abs().max().ToDouble());
        Assert.True(student.Value.narrow(0, 12, 4).abs().min().ToDouble() > 0);
    }

    private (AttentionWeights Weights, int[] Heads) Compress(int heads, int headSize) =>
        new AttentionCompression(Heads, heads, headSize, 1)
            .Compress(_teacher, Lift.Dropping(Width, _all), _all, _moments.Mean(), _moments.Second());

    private Tensor Scores(AttentionWeights weights, int head, int size)
    {
        var query = _input.mm(weights.Query.narrow(0, head * size, size).t()) + weights.QueryBias.narrow(0, head * size, size);
        var key = _input.mm(weights.Key.narrow(0, head * size, size).t()) + weights.KeyBias.narrow(0, head * size, size);
        return query.mm(key.t()) / Math.Sqrt(size);
    }

    private Tensor Values(AttentionWeights weights, int head, int size)
    {
        var value = _input.mm(weights.Value.narrow(0, head * size, size).t()) + weights.ValueBias.narrow(0, head * size, size);
        return value.mm(weights.Output.narrow(1, head * size, size).t());
    }

    private Tensor Constant(int head) => _teacher.Output.narrow(1, head * 4, 4).mv(_teacher.ValueBias.narrow(0, head * 4, 4));

    private static double Distance(Tensor a, Tensor b) => (a - b).square().sum().ToDouble();

    private Tensor Random(params long[] shape) => randn(shape, dtype: ScalarType.Float64, generator: _generator);
}
