using System.Diagnostics;
using TinyBertPipeline.Core.Data.Labeled;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Tests.Files;

public sealed class PipedInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WhatComesThroughAPipeIsReadAsOftenAsAFile()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("no mkfifo");
        const string Text = "Bo S-PER\nran O\n";
        var path = _folder.File("fifo");
        using (var make = Process.Start("mkfifo", path)) await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        var writing = Task.Run(() => File.WriteAllText(path, Text), TestContext.Current.CancellationToken);
        Assert.Equal(["Bo", "ran"], LabeledData.Read(path).Sentences.Single().Words);
        await writing;
        Assert.Equal(FileHash.Sha256(_folder.Write("file", Text)), FileHash.Sha256(path));
        Assert.Equal(Text.Length, InputFile.ReadBytes(path, InputKind.Data, 100).Length);
    }

    [Fact]
    public void AFileIsReadWhereItIs() => Assert.Equal(_folder.File("file"), PipedInput.PathOf(_folder.Write("file", "")));
}
