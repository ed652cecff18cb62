using System.Diagnostics;
using System.Text;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AKillAfterAnyOperationLeavesTheOldContentOrTheNewAndTheNextWriteCleansUp()
    {
        var path = _folder.Write("file", "old");
        for (var kill = 0; ; kill++)
        {
            File.WriteAllText(path, "old");
            var isKilled = KillingDisk.Kills(kill, () => AtomicFile.WriteText(path, "new"));
            Assert.Contains(File.ReadAllText(path), new[] { "old", "new" });
            KillingDisk.Never(() => AtomicFile.WriteText(path, "newest"));
            Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
            if (!isKilled) break;
        }
    }

    [Fact]
    public void AWriteThatFailsLeavesTheOldFileAndNothingElse()
    {
        var path = _folder.Write("file", "old");
        Assert.Throws<FormatException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new FormatException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void TheTemporaryFileOfAnotherWriterThatLivesIsNotRemoved()
    {
        var (path, other) = (_folder.File("file"), _folder.File("other"));
        AtomicFile.Write(path, stream =>
        {
            AtomicFile.WriteText(other, "meanwhile");
            stream.Write("whole"u8);
        });
        Assert.Equal("whole", File.ReadAllText(path));
        Assert.Equal("meanwhile", File.ReadAllText(other));
    }

    [Fact]
    public void ManyWritersAtOnceAllSucceed()
    {
        var eight = new ParallelOptions { MaxDegreeOfParallelism = 8 };
        Parallel.For(0, 60, eight, i => AtomicFile.WriteText(_folder.File($"file{i % 3}"), $"{i}"));
        Assert.Equal(["file0", "file1", "file2"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void ALinkStaysAndTheFileItLeadsToIsReplaced()
    {
        var target = _folder.Write("target", "old");
        File.CreateSymbolicLink(_folder.File("link"), "target");
        File.CreateSymbolicLink(_folder.File("second"), _folder.File("link"));
        AtomicFile.WriteText(_folder.File("second"), "new");
        Assert.Equal("new", File.ReadAllText(target));
        Assert.Equal("target", new FileInfo(_folder.File("link")).LinkTarget);
        Assert.NotNull(new FileInfo(_folder.File("second")).LinkTarget);
    }

    [Fact]
    public void TheRightsOfAFileStayWhenItIsReplaced()
    {
        if (OperatingSystem.IsWindows()) return;
        var path = _folder.Write("file", "old");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        AtomicFile.WriteText(path, "new");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void AFullDeviceIsTheMachinesFaultAndADeviceStaysOne()
    {
        if (!File.Exists("/dev/full")) Assert.Skip("no /dev/full");
        AtomicFile.WriteText("/dev/null", "nothing");
        Assert.Throws<EnvironmentException>(() => AtomicFile.WriteText("/dev/full", "nothing"));
        Assert.Equal(FileKind.Special, FileStatus.Of("/dev/null").Kind);
        Assert.Equal(FileKind.Special, FileStatus.Of("/dev/full").Kind);
    }

    [Fact]
    public async Task AFifoIsWrittenInto()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("no mkfifo");
        var path = _folder.File("fifo");
        using (var make = Process.Start("mkfifo", path)) await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        var writing = Task.Run(() => AtomicFile.WriteText(path, "through"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(path, Encoding.UTF8);
        Assert.Equal("through", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        await writing;
        Assert.Equal(FileKind.Pipe, FileStatus.Of(path).Kind);
    }

    [Theory]
    [InlineData("a folder in the way", "folder")]
    [InlineData("a file as a folder", "file/below")]
    [InlineData("a name that is too long", "LONG")]
    [InlineData("a link in a circle", "circle")]
    public void WhatCannotBeWrittenIsTheMachinesFaultWithThePath(string what, string name)
    {
        Directory.CreateDirectory(_folder.File("folder"));
        _folder.Write("file", "");
        File.CreateSymbolicLink(_folder.File("circle"), "circle");
        var path = _folder.File(name == "LONG" ? new string('x', 300) : name);
        var e = Assert.Throws<EnvironmentException>(() => AtomicFile.WriteText(path, "text"));
        Assert.True(e.Message.Contains(path, StringComparison.Ordinal), $"{what}: {e.Message}");
    }
}
