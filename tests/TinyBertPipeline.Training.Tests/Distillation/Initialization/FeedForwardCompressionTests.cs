using TinyBertPipeline.Training.Distillation.Initialization;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Distillation.Initialization;

public sealed class FeedForwardCompressionTests : IDisposable
{
    private const int Width = 6;
    private const int Neurons = 20;

    private static readonly int[] _all = [.. Enumerable.Range(0, Width)];

    private readonly Generator _generator = new(5);
    private readonly SecondMoments _activations = new(Neurons);
    private readonly FeedForwardWeights _teacher;
    private readonly Tensor _input;      // [300,6]

    public FeedForwardCompressionTests()
    {
        _teacher = new FeedForwardWeights(Random(Neurons, Width), Random(Neurons), Random(Width, Neurons), Random(Width));
        _input = Random(300, Width);
        _activations.Add(nn.functional.relu(_input.mm(_teacher.Inner.t()) + _teacher.InnerBias));
    }

    public void Dispose()
    {
        _generator.Dispose();
        _activations.Dispose();
    }

    [Theory]
    [InlineData(Neurons)]
    [InlineData(Neurons + 4)]           // more than the teacher has: the rest changes nothing
    public void WithAllNeuronsTheBlockComputesWhatTheTeachersDoes(int neurons)
    {
        var student = Compress(neurons, refit: true);
        Assert.Equal([neurons, Width], student.Inner.shape);
        Assert.True(Output(student).allclose(Output(_teacher), 1e-10, 1e-10));
    }

    [Fact]
    public void RefittingBringsFewerNeuronsCloser()
    {
        var (refitted, selected) = (Compress(12, refit: true), Compress(12, refit: false));
        Assert.Equal([12, Width], refitted.Inner.shape);
        Assert.Equal([Width, 12], refitted.Outer.shape);
        Assert.True(Error(refitted) < 0.5 * Error(selected));
    }

    [Fact]
    public void OnlyTheKeptCoordinatesAreWritten()
    {
        var student = new FeedForwardCompression(12, true, 1).Compress(_teacher, Lift.Dropping(Width, [1, 4]), [1, 4], _activations);
        Assert.Equal([12, 2], student.Inner.shape);
        Assert.Equal([2, 12], student.Outer.shape);
        Assert.Equal([2], student.OuterBias.shape);
    }

    private FeedForwardWeights Compress(int neurons, bool refit) =>
        new FeedForwardCompression(neurons, refit, 1).Compress(_teacher, Lift.Dropping(Width, _all), _all, _activations);

    private Tensor Output(FeedForwardWeights weights) =>
        nn.functional.relu(_input.mm(weights.Inner.t()) + weights.InnerBias).mm(weights.Outer.t()) + weights.OuterBias;

    private double Error(FeedForwardWeights student) => (Output(student) - Output(_teacher)).square().mean().ToDouble();

    private Tensor Random(params long[] shape) => randn(shape, dtype: ScalarType.Float64, generator: _generator);
}
