using TinyBertPipeline.Inference.Engines;

namespace TinyBertPipeline.Inference.Tests.Engines;

public sealed class RequestGateTests
{
    [Fact]
    public void ASecondCallerIsRefusedUntilTheFirstLeaves()
    {
        var gate = new RequestGate(new CallGate(typeof(RequestGateTests)));
        gate.Enter();
        Assert.Throws<InvalidOperationException>(gate.Enter);
        gate.Leave();
        gate.Enter();
    }

    [Fact]
    public async Task ClosingWaitsForTheRunUnderWay()
    {
        var gate = new RequestGate(new CallGate(typeof(RequestGateTests)));
        gate.Enter();
        var closing = Task.Run(gate.Close);
        Assert.False(closing.IsCompleted);
        gate.Leave();
        Assert.True(await closing);
        Assert.Throws<ObjectDisposedException>(gate.Enter);
        Assert.False(gate.Close());
    }

    [Fact]
    public async Task ClosingTheEngineWaitsForTheRunUnderWayAndRefusesTheNext()
    {
        var engine = new CallGate(typeof(RequestGateTests));
        var gate = new RequestGate(engine);
        gate.Enter();
        var closing = Task.Run(engine.Close);
        // Closed to others at once, although the run goes on.
        var other = new RequestGate(engine);
        while (Record.Exception(() => { other.Enter(); other.Leave(); }) is not ObjectDisposedException) await Task.Yield();
        Assert.False(closing.IsCompleted);
        gate.Leave();
        Assert.True(await closing);
        Assert.Throws<ObjectDisposedException>(gate.Enter);
        Assert.Throws<ObjectDisposedException>(gate.ThrowIfClosed);
        Assert.False(engine.Close());
        Assert.True(gate.Close());
    }
}
