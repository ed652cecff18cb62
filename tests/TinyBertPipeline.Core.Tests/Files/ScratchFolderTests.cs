using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Tests.Files;

public sealed class ScratchFolderTests
{
    [Fact]
    public void ItIsGoneAfterUseWithAllItHolds()
    {
        string path;
        using (var scratch = new ScratchFolder())
        {
            path = scratch.Path;
            Directory.CreateDirectory(scratch.Sub("below"));
            File.WriteAllText(Path.Combine(scratch.Sub("below"), "file"), "");
        }
        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public void WhatAKilledProcessLeftIsRemovedAndWhatALivingOneOrSomebodyElseHasStays()
    {
        var parent = Path.GetTempPath();
        var left = Directory.CreateDirectory(Path.Combine(parent, $"tinybert-1-{Guid.NewGuid():N}")).FullName;
        File.WriteAllText(Path.Combine(left, ".tinybert-hold"), "");
        File.WriteAllText(Path.Combine(left, "weights"), "");
        using var foreign = new TemporaryFolder();
        using var living = new ScratchFolder();
        using (new ScratchFolder())
        {
            Assert.False(Directory.Exists(left));
            Assert.True(Directory.Exists(living.Path));
            Assert.True(Directory.Exists(foreign.Path));
        }
    }
}
