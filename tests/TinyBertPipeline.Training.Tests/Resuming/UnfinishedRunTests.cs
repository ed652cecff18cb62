using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Training.Tests.Resuming;

public sealed class UnfinishedRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ARunGoesOnWithThePrecisionThatWasMeasuredFirst()
    {
        Assert.True(Begin(seed: 1, useBFloat16: true).UsesBFloat16);
        WriteCheckpoint();
        Assert.True(Begin(seed: 1, useBFloat16: false).UsesBFloat16);
    }

    [Fact]
    public void CheckpointsOfAnotherRunAreRefusedByName()
    {
        Begin(seed: 1);
        WriteCheckpoint();
        var e = Assert.Throws<InvalidInputException>(() => Begin(seed: 2));
        Assert.Contains("seed: 1 there, 2 here", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckpointsOfAnotherNumberOfThreadsAreRefused()
    {
        var identity = Begin(seed: 1).Identity;
        WriteCheckpoint();
        identity["threads"] = (int)identity["threads"]! + 1;
        File.WriteAllText(_folder.File("identity.json"), identity.ToJsonString());
        Assert.Contains("threads: ", Assert.Throws<InvalidInputException>(() => Begin(seed: 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutACheckpointNothingIsHeldAgainstAnotherRun()
    {
        Begin(seed: 1, useBFloat16: true);
        Assert.False(Begin(seed: 2, useBFloat16: false).UsesBFloat16);
    }

    private UnfinishedRun Begin(int seed, bool useBFloat16 = false) =>
        UnfinishedRun.Begin(_folder.Path, new JsonObject { ["seed"] = seed }, () => useBFloat16, "out");

    private void WriteCheckpoint() => Directory.CreateDirectory(_folder.File("checkpoint-000000001"));
}
