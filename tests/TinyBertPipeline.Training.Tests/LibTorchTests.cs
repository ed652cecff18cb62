using TorchSharp;

namespace TinyBertPipeline.Training.Tests;

public sealed class LibTorchTests
{
    [Fact]
    public void LibTorchLoadsOnThisMachine()
    {
        using var sum = torch.ones(2, 3).sum();
        Assert.Equal(6, sum.ToSingle());
    }
}
