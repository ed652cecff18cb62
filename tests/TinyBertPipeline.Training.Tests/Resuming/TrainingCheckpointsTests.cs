using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Training.Tests.Resuming;

public sealed class TrainingCheckpointsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatWasWrittenIsRead()
    {
        var checkpoints = Create();
        checkpoints.Write(Snapshot(12));
        var read = checkpoints.TryRead(Assert.Fail)!;
        Assert.Equal(Snapshot(12).Position, read.Position);
        Assert.Equal("best so far", read.Kept.Values["note"]!.GetValue<string>());
        Assert.Equal([0.5f], read.Kept.Tensors.Single().Values);
        Assert.Equal([12f, 1, 2, 3], read.Weights["w"].Values);
        Assert.Equal([2L, 2L], read.Weights["w"].Shape);
        Assert.Equal([7f], read.Moments["w.mean"].Values);
    }

    [Fact]
    public void TheNewestOnesAreKept()
    {
        var checkpoints = Create(keep: 2);
        foreach (var step in new[] { 9L, 100, 1000, 1001 }) checkpoints.Write(Snapshot(step));
        var kept = Directory.GetDirectories(_folder.Path).Select(Path.GetFileName).Order();
        Assert.Equal(["checkpoint-000001000", "checkpoint-000001001"], kept);
        Assert.Equal(1001, checkpoints.TryRead(Assert.Fail)!.Position.Step);
    }

    [Theory]
    [InlineData("weights.safetensors", "damaged")]
    [InlineData("moments.safetensors", "damaged")]
    [InlineData("kept.safetensors", "damaged")]
    [InlineData("state.json", "damaged")]
    public void ADamagedCheckpointIsPassedOverWithTheReason(string file, string reason)
    {
        var checkpoints = Create();
        checkpoints.Write(Snapshot(1));
        checkpoints.Write(Snapshot(2));
        var path = Path.Combine(_folder.File("checkpoint-000000002"), file);
        var bytes = File.ReadAllBytes(path);
        bytes[^2] ^= 1;
        File.WriteAllBytes(path, bytes);
        var notes = new List<string>();
        Assert.Equal(1, checkpoints.TryRead(notes.Add)!.Position.Step);
        Assert.Contains(file, notes.Single(), StringComparison.Ordinal);
        Assert.Contains(reason, notes.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("weights.safetensors", "has 10 bytes")]
    [InlineData("manifest.json", "not a manifest")]
    public void ATruncatedCheckpointIsPassedOver(string file, string reason)
    {
        var checkpoints = Create();
        checkpoints.Write(Snapshot(2));
        using (var stream = File.OpenWrite(Path.Combine(_folder.File("checkpoint-000000002"), file))) stream.SetLength(10);
        var notes = new List<string>();
        Assert.Null(checkpoints.TryRead(notes.Add));
        Assert.Contains(reason, notes.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnfinishedCheckpointIsPassedOver()
    {
        var checkpoints = Create();
        checkpoints.Write(Snapshot(1));
        checkpoints.Write(Snapshot(2));
        File.Delete(Path.Combine(_folder.File("checkpoint-000000002"), "manifest.json"));
        Directory.CreateDirectory(_folder.File("checkpoint-000000003.77.tmp"));
        var notes = new List<string>();
        Assert.Equal(1, checkpoints.TryRead(notes.Add)!.Position.Step);
        Assert.Contains("was not finished", notes.Single(), StringComparison.Ordinal);
        checkpoints.Write(Snapshot(4));
        Assert.False(Directory.Exists(_folder.File("checkpoint-000000003.77.tmp")));
    }

    [Fact]
    public void ACheckpointOfTheSameStepIsNotWrittenTwice()
    {
        var checkpoints = Create();
        checkpoints.Write(Snapshot(5));
        checkpoints.Write(Snapshot(5));
        Assert.Single(Directory.GetDirectories(_folder.Path));
    }

    [Fact]
    public void CheckpointsAreDueByStepsAndByTime()
    {
        var bySteps = new TrainingCheckpoints(_folder.Path, new CheckpointOptions { Minutes = 0, Steps = 10 });
        Assert.Equal([false, false, true, true], new long[] { 1, 9, 10, 20 }.Select(bySteps.IsDue));
        var byTime = new TrainingCheckpoints(_folder.Path, new CheckpointOptions { Minutes = 1e-9 });
        Thread.Sleep(1);
        Assert.True(byTime.IsDue(1));
        Assert.False(new TrainingCheckpoints(_folder.Path, new CheckpointOptions { Minutes = 0 }).IsDue(10));
    }

    [Fact]
    public void ClearingRemovesAllThatWasWritten()
    {
        var checkpoints = new TrainingCheckpoints(_folder.File("below"), new CheckpointOptions());
        TrainingCheckpoints.Clear(_folder.File("below"));
        checkpoints.Write(Snapshot(1));
        TrainingCheckpoints.Clear(_folder.File("below"));
        Assert.False(Directory.Exists(_folder.File("below")));
        Assert.Null(checkpoints.TryRead(Assert.Fail));
    }

    [Fact]
    public void ClearingLeavesWhatIsNotOurs()
    {
        Create().Write(Snapshot(1));
        string[] own = [_folder.File("checkpoint-best/weights"), _folder.File("checkpoint-000000001/notes"), _folder.File("notes")];
        foreach (var path in own)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "the user's");
        }
        TrainingCheckpoints.Clear(_folder.Path);
        Assert.Equal(own.Order(), Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Order());
    }

    private TrainingCheckpoints Create(int keep = 3) => new(_folder.Path, new CheckpointOptions { Keep = keep });

    private static TrainingSnapshot Snapshot(long step) => new()
    {
        Position = new TrainingPosition(step, step - 1, 34),
        Kept = new KeptState(new JsonObject { ["note"] = "best so far" }, [new WeightTensor("best", [1], [0.5f])]),
        Weights = new Dictionary<string, WeightTensor> { ["w"] = new("w", [2, 2], [step, 1, 2, 3]) },
        Moments = new Dictionary<string, WeightTensor> { ["w.mean"] = new("w.mean", [1], [7]) },
    };
}
