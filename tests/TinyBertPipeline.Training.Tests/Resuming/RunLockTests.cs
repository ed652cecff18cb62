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
            if (OperatingSystem.IsLinux()) Assert.Contains($"process {Environment.ProcessId}:", e.Message, StringComparison.Ordinal);
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

    [Fact]
    public void ALinkOrAUsersFileOfTheLocksNameIsLeftAlone()
    {
        using var folder = new TemporaryFolder();
        var notes = folder.Write("notes", "12");
        File.CreateSymbolicLink(folder.File("run.lock"), notes);
        Assert.Equal(InputKind.Configuration, Assert.Throws<InvalidInputException>(() => RunLock.Take(folder.Path)).Kind);
        Assert.Equal("12", File.ReadAllText(notes));
        File.Delete(folder.File("run.lock"));
        folder.Write("run.lock", "my notes");
        Assert.Throws<InvalidInputException>(() => RunLock.Take(folder.Path));
        Assert.Equal("my notes", File.ReadAllText(folder.File("run.lock")));
    }

    [Fact]
    public void OfManyThatTryAtOnceOneHasTheLockAtATime()
    {
        using var folder = new TemporaryFolder();
        var (holders, taken) = (0, 0);
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            try
            {
                using var held = RunLock.Take(folder.Path);
                Assert.Equal(1, Interlocked.Increment(ref holders));
                Interlocked.Increment(ref taken);
                Interlocked.Decrement(ref holders);
            }
            catch (EnvironmentException)
            {
                // another one has it
            }
        });
        Assert.True(taken > 0);
    }

    [Fact]
    public void APathThatLeavesNoRoomForFilesIsTheMachinesFault()
    {
        using var folder = new TemporaryFolder();
        var deep = folder.File(string.Join('/', Enumerable.Repeat(new string('x', 99), 40)));
        var e = Assert.Throws<EnvironmentException>(() => RunLock.Take(deep));
        Assert.Contains("no room", e.Message, StringComparison.Ordinal);
        Assert.Throws<EnvironmentException>(() => RunLock.Take(folder.File(new string('x', 256))));
    }
}
