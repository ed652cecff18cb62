using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Distillation.Objectives;

namespace TinyBertPipeline.Training.Tests.Distillation.Objectives;

public sealed class DistributionCacheTests : IDisposable
{
    private static readonly TaskExample[] _examples = [.. Enumerable.Range(1, 4).Select(length => new TaskExample(new ModelInput(new int[length])))];

    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("folder/cache");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatWasWrittenIsReadAgainAlsoByTheNextProcess()
    {
        using (var cache = Create())
        {
            Assert.All(_examples, example => Assert.Null(Read(cache, example)));
            foreach (var example in _examples[1..]) cache.Write(example, Values(example));
            Assert.Equal(Values(_examples[2]), Read(cache, _examples[2]));
        }
        using var next = Create();
        Assert.Null(Read(next, _examples[0]));
        Assert.All(_examples[1..], example => Assert.Equal(Values(example), Read(next, example)));
    }

    [Fact]
    public void TheFileStaysWithinItsBound()
    {
        using (var cache = Create(bytes: 4 + 4 + 4 + 8))
        {
            foreach (var example in _examples) cache.Write(example, Values(example));
            Assert.Equal([true, true, false, false], _examples.Select(example => Read(cache, example) is not null));
        }
        Assert.Equal(20, new FileInfo(File).Length);
    }

    [Fact]
    public void APlaceThatIsNotWholeIsAsGoodAsEmpty()
    {
        using (var cache = Create())
        {
            foreach (var example in _examples) cache.Write(example, Values(example));
        }
        var bytes = System.IO.File.ReadAllBytes(File);
        bytes[9] ^= 1;                                      // within the second
        System.IO.File.WriteAllBytes(File, bytes[..^1]);    // the end of the last
        using var damaged = Create();
        Assert.Equal([true, false, true, false], _examples.Select(example => Read(damaged, example) is not null));
    }

    [Fact]
    public void ASequenceThatDoesNotComeAgainIsNotKept()
    {
        using var cache = Create();
        var other = new TaskExample(new ModelInput([1, 2]));
        cache.Write(other, [1, 2]);
        Assert.Null(Read(cache, other));
    }

    private DistributionCache Create(long bytes = 1000) => new(File, _examples, example => example.Input.Length, bytes);

    private static float[] Values(TaskExample example) => [.. Enumerable.Range(0, example.Input.Length).Select(i => i + 0.5f)];

    private static float[]? Read(DistributionCache cache, TaskExample example)
    {
        var values = new float[example.Input.Length];
        return cache.TryRead(example, values) ? values : null;
    }
}
