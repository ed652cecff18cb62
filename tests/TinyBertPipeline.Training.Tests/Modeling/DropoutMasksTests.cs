using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Modeling;

public sealed class DropoutMasksTests
{
    [Fact]
    public void ValuesAreDroppedOrScaledUp()
    {
        using var scope = NewDisposeScope();
        using var masks = new DropoutMasks(seed: 1, poolSize: 1000);
        var dropped = masks.Apply(ones(100, 400), 0.25).data<float>().ToArray();
        Assert.Equal([0, 1 / 0.75f], dropped.Distinct().Order());
        Assert.Equal(0.25, dropped.Count(value => value == 0) / 40000.0, 0.01);
    }

    [Fact]
    public void ProbabilityZeroChangesNothing()
    {
        using var scope = NewDisposeScope();
        using var masks = new DropoutMasks(seed: 1);
        var x = randn(3, 4);
        Assert.Same(x, masks.Apply(x, 0));
    }

    [Fact]
    public void MasksOfOneStepDiffer()
    {
        using var scope = NewDisposeScope();
        using var masks = new DropoutMasks(seed: 1, poolSize: 1 << 20);
        var all = Enumerable.Range(0, 50).Select(_ => string.Join(' ', masks.Apply(ones(64), 0.5).data<float>().ToArray())).ToArray();
        Assert.Equal(50, all.Distinct().Count());
    }

    [Fact]
    public void TheSequenceGoesOnFromItsNumber()
    {
        using var scope = NewDisposeScope();
        using var first = new DropoutMasks(seed: 7, poolSize: 4096);
        for (var i = 0; i < 5; i++) first.Apply(ones(64), 0.5);
        using var second = new DropoutMasks(seed: 7, poolSize: 4096) { Taken = first.Taken };
        using var other = new DropoutMasks(seed: 8, poolSize: 4096) { Taken = first.Taken };
        var expected = first.Apply(ones(64), 0.5).data<float>().ToArray();
        Assert.Equal(expected, second.Apply(ones(64), 0.5).data<float>().ToArray());
        Assert.NotEqual(expected, other.Apply(ones(64), 0.5).data<float>().ToArray());
    }

    [Fact]
    public void GradientsFlowThroughKeptValuesOnly()
    {
        using var scope = NewDisposeScope();
        using var masks = new DropoutMasks(seed: 1, poolSize: 1000);
        var x = ones(500).requires_grad_();
        var dropped = masks.Apply(x, 0.5);
        dropped.sum().backward();
        Assert.Equal(dropped.data<float>().ToArray(), x.grad!.data<float>().ToArray());
    }
}
