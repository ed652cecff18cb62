using TinyBertPipeline.Core;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Training.Tests.Resuming;

public sealed class RunLockTests
{
    [Fact]
    public void ASecondRunIsKeptOutUntilTheFirstEnds()
    {
        using var folder = new TemporaryFolder();
        using (RunLock.Take(folder.Path))
        {
            var e = Assert.Throws<EnvironmentException>(() => RunLock.Take(folder.Path));
            Assert.Contains("another run", e.Message, StringComparison.Ordinal);
        }
        using (RunLock.Take(folder.Path))
            Assert.True(File.Exists(folder.File("run.lock")));
        Assert.False(File.Exists(folder.File("run.lock")));
    }

    [Fact]
    public void TheLockOfARunThatWasKilledDoesNotHinder()
    {
        using var folder = new TemporaryFolder();
        folder.Write("run.lock", "12345");
        using var taken = RunLock.Take(folder.Path);
        Assert.NotNull(taken);
    }
}
