using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Tests.Files;

public sealed class FolderUpdateTests : IDisposable
{
    private const string Ours = ".tinybert-";

    // The second set replaces, adds (also below a folder that is new), and removes.
    private static readonly Dictionary<string, string> _old = new()
    {
        ["config.json"] = "old config",
        ["weights"] = "old weights",
        ["model.onnx"] = "old export",
        ["int8/model.xml"] = "old graph",
    };

    private static readonly Dictionary<string, string> _new = new()
    {
        ["config.json"] = "new config",
        ["weights"] = "new weights",
        ["vocab.txt"] = "new",
        ["int8/model.xml"] = "new graph",
        ["int16/model.bin"] = "new",
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void NothingIsSeenOfTheNewFilesBeforeTheCommitAndAllOfThemAfterIt()
    {
        WriteOld();
        using (var update = FolderUpdate.Begin(_folder.Path))
        {
            foreach (var (name, text) in _new) AtomicFile.WriteText(update.Sub(name), text);
            update.Remove("model.onnx");
            Assert.Equal(_old, Content());
            update.Commit();
            Assert.Equal(_new, Content());
        }
        Assert.Equal([".tinybert-files.json"], Leftovers());
    }

    [Fact]
    public void AnUpdateThatIsNotCommittedLeavesNothing()
    {
        WriteOld();
        using (var update = FolderUpdate.Begin(_folder.Path)) AtomicFile.WriteText(update.Sub("int8/deep/weights"), "new");
        Assert.Equal(_old, Content());
        Assert.Equal([".tinybert-files.json"], Leftovers());
    }

    [Fact]
    public void AnEditedFileOfTheUserStaysTheUsers()
    {
        _folder.Write("config.json", "the user's");
        using (var update = FolderUpdate.Begin(_folder.Path, overwrite: true))
        {
            update.IsEdit = true;
            AtomicFile.WriteText(update.Sub("config.json"), "edited");
            AtomicFile.WriteText(update.Sub("points.json"), "new");
            update.Commit();
        }
        Assert.Equal("edited", File.ReadAllText(_folder.File("config.json")));
        Assert.Equal(["config.json"], WrittenFiles.Foreign(_folder.Path));
    }

    [Fact]
    public void AKillAfterAnyOperationLeavesTheOldSetOrTheNewOne()
    {
        var (olds, news) = (0, 0);
        for (var kill = 0; ; kill++)
        {
            Clear();
            WriteOld();
            _folder.Write("notes.txt", "the user's");
            var isKilled = KillingDisk.Kills(kill, WriteNew);
            KillingDisk.Never(() => FolderUpdate.Complete(_folder.Path));
            var content = Content();
            Assert.Equal("the user's", content["notes.txt"]);
            content.Remove("notes.txt");
            if (content["config.json"] == "old config")
            {
                Assert.Equal(_old, content);
                olds++;
            }
            else
            {
                Assert.Equal(_new, content);
                news++;
            }
            if (!isKilled) break;
        }
        Assert.True(olds > 20 && news > 10, $"{olds} kills left the old set, {news} the new one");
    }

    [Fact]
    public void AfterAKillTheSameUpdateLeavesNothingBehind()
    {
        for (var kill = 0; ; kill++)
        {
            Clear();
            WriteOld();
            var isKilled = KillingDisk.Kills(kill, WriteNew);
            KillingDisk.Never(WriteNew);
            Assert.Equal(_new, Content());
            Assert.Equal([".tinybert-files.json"], Leftovers());
            if (!isKilled) break;
        }
    }

    [Fact]
    public void AKillOfTheCompletionIsCompletedAsWell()
    {
        var undecided = KillsUntil(WriteNew, HasJournal);
        for (var kill = undecided; ; kill++)
        {
            var isKilled = false;
            for (var second = 0; ; second++)
            {
                Clear();
                WriteOld();
                isKilled = KillingDisk.Kills(kill, WriteNew);
                var isKilledAgain = KillingDisk.Kills(second, () => FolderUpdate.Complete(_folder.Path));
                KillingDisk.Never(() => FolderUpdate.Complete(_folder.Path));
                Assert.Equal(_new, Content());
                if (!isKilledAgain) break;
            }
            if (!isKilled) break;
        }
    }

    [Fact]
    public void AFolderWhoseUpdateCannotBeCompletedIsRefusedUntilItIsOverwritten()
    {
        KillsUntil(WriteNew, HasJournal);
        File.WriteAllText(Directory.GetFiles(_folder.Path, "vocab.txt", SearchOption.AllDirectories).Single(), "something else");
        var e = Assert.Throws<InvalidInputException>(() => FolderUpdate.Complete(_folder.Path));
        Assert.Equal(InputKind.Model, e.Kind);
        Assert.Contains("half replaced", e.Message, StringComparison.Ordinal);
        Assert.Contains("'vocab.txt'", e.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidInputException>(() => FolderUpdate.Begin(_folder.Path));
        Write(_new, remove: "model.onnx", overwrite: true);
        Assert.Equal(_new, Content());
        Assert.Equal([".tinybert-files.json"], Leftovers());
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("/outside")]
    [InlineData("int8/../../outside")]
    [InlineData("a\\\\b")]
    [InlineData("")]
    public void AJournalThatNamesAFileOutsideIsRefused(string name)
    {
        Directory.CreateDirectory(_folder.File(".tinybert-1.new"));
        _folder.Write(".tinybert-update.json",
            $$"""{"format":1,"staging":".tinybert-1.new","files":[],"removed":[{"name":"{{name}}","bytes":1,"sha256":"00"}]}""");
        var e = Assert.Throws<InvalidInputException>(() => FolderUpdate.Complete(_folder.Path));
        Assert.Contains("below its folder", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AJournalMovesAndRemovesNothingThroughALink()
    {
        var outside = Directory.CreateDirectory(_folder.File("outside"));
        File.WriteAllText(Path.Combine(outside.FullName, "x"), "the user's");
        var folder = Directory.CreateDirectory(_folder.File("model"));
        Directory.CreateSymbolicLink(Path.Combine(folder.FullName, "int8"), outside.FullName);
        var hash = FileHash.Sha256(Path.Combine(outside.FullName, "x"));
        Directory.CreateDirectory(Path.Combine(folder.FullName, ".tinybert-1.new"));
        File.WriteAllText(Path.Combine(folder.FullName, ".tinybert-update.json"),
            $$"""{"format":1,"staging":".tinybert-1.new","files":[],"removed":[{"name":"int8/x","bytes":10,"sha256":"{{hash}}"}]}""");
        FolderUpdate.Complete(folder.FullName);
        Assert.True(File.Exists(Path.Combine(outside.FullName, "x")));
    }

    [Fact]
    public void WhatTwoUpdatesAtOnceWriteIsOneSetOrTheOther()
    {
        Parallel.For(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            Write(new() { ["a"] = $"{i}", ["b"] = $"{i}", ["c/d"] = $"{i}" }, overwrite: true);
            FolderUpdate.Complete(_folder.Path);
        });
        var content = Content();
        Assert.Equal(3, content.Count);
        Assert.Single(content.Values.Distinct());
        Assert.Equal([".tinybert-files.json"], Leftovers());
    }

    private void WriteOld() => KillingDisk.Never(() => Write(_old));

    private void WriteNew() => Write(_new, remove: "model.onnx");

    private void Write(Dictionary<string, string> files, string? remove = null, bool overwrite = false)
    {
        using var update = FolderUpdate.Begin(_folder.Path, overwrite);
        foreach (var (name, text) in files) AtomicFile.WriteText(update.Sub(name), text);
        if (remove is not null) update.Remove(remove);
        update.Commit();
    }

    // The least number of operations after which a kill leaves a certain state, which then is at hand.
    private int KillsUntil(Action write, Func<bool> isReached)
    {
        for (var kill = 0; ; kill++)
        {
            Clear();
            WriteOld();
            Assert.True(KillingDisk.Kills(kill, write));
            if (isReached()) return kill;
        }
    }

    private bool HasJournal() => File.Exists(_folder.File(".tinybert-update.json"));

    private void Clear()
    {
        Directory.Delete(_folder.Path, recursive: true);
        Directory.CreateDirectory(_folder.Path);
    }

    private Dictionary<string, string> Content() => Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(_folder.Path, path)).Where(name => !name.Contains(Ours, StringComparison.Ordinal))
        .ToDictionary(name => name, name => File.ReadAllText(_folder.File(name)));

    private string[] Leftovers() =>
        [.. Directory.GetFileSystemEntries(_folder.Path, Ours + "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path)!)];
}
