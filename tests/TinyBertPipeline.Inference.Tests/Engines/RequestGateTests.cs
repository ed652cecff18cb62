using TinyBertPipeline.Inference.Engines;

namespace TinyBertPipeline.Inference.Tests.Engines;

public sealed class RequestGateTests
{
    [Fact]
    public void ASecondCallerIsRefusedUntilTheFirstLeaves()
    {
        var gate = new RequestGate();
        gate.Enter();
        Assert.Throws<InvalidOperationException>(gate.Enter);
        gate.Leave();
        gate.Enter();
    }

    [Fact]
    public async Task ClosingWaitsForTheRunUnderWay()
    {
        var gate = new RequestGate();
        gate.Enter();
        var closing = Task.Run(gate.Close);
        Assert.False(closing.IsCompleted);
        gate.Leave();
        Assert.True(await closing);
        Assert.Throws<ObjectDisposedException>(gate.Enter);
        Assert.False(gate.Close());
    }
}
