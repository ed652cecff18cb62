using System.Diagnostics;
using System.Text.Json.Nodes;

namespace TinyBertPipeline.Core.Files;

/// <summary>What a <see cref="FolderUpdate"/> is about to do in a folder; its file is there from the decision until all is done.</summary>
/// <param name="Staging">The name of the folder of new files in the folder.</param>
/// <param name="Files">The new files.</param>
/// <param name="Removed">The files of the old set that go.</param>
internal sealed record UpdateJournal(string Staging, IReadOnlyList<FileRecord> Files, IReadOnlyList<FileRecord> Removed)
{
    private const string FileName = Leftovers.Prefix + "update.json";
    private const int Format = 1;

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(20);

    public static bool IsIn(string folder) => File.Exists(PathIn(folder));

    /// <summary>Writes the journal and does what it says.</summary>
    public void Apply(string folder)
    {
        using var file = Leftovers.CreateFile(folder);
        file.Write(System.Text.Encoding.UTF8.GetBytes(ToText()));
        Disk.Current.Flush(file);
        Disk.Current.Rename(file.Name, PathIn(folder));
        Disk.Current.FlushFolder(folder);
        Do(folder, [.. Files]);
    }

    /// <summary>As <see cref="Complete(string)"/>; a journal that cannot be carried out is removed.</summary>
    public static void CompleteOrGiveUp(string folder)
    {
        try
        {
            Complete(folder);
        }
        catch (InvalidInputException)
        {
            Disk.Current.Delete(PathIn(folder));
        }
    }

    /// <summary>Does what the journal of a folder says, if it has one.</summary>
    public static void Complete(string folder)
    {
        for (var start = Stopwatch.GetTimestamp(); IsIn(folder); Thread.Sleep(_pause))
        {
            try
            {
                using var file = new FileStream(PathIn(folder), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                // The one who held it may have finished, and another update may have begun.
                if (!FileStatus.Of(file.SafeFileHandle).IsSameAs(FileStatus.Of(PathIn(folder)))) continue;
                Read(file, folder).GoOn(folder);
            }
            catch (IOException e) when (Leftovers.IsHeldByAnother(e))
            {
                if (Stopwatch.GetElapsedTime(start) > _patience)
                    throw new EnvironmentException($"{folder}: another process is replacing its files", e);
            }
            catch (FileNotFoundException)
            {
                // Finished in this moment.
            }
            catch (Exception e) when (FileFault.Is(e))
            {
                throw HalfReplaced(folder, e.Message, e);
            }
        }
    }

    private void GoOn(string folder)
    {
        var waiting = Files.Where(record => record.IsIn(Path.Combine(folder, Staging))).ToArray();
        foreach (var record in Files.Except(waiting))
        {
            if (!record.IsIn(folder)) throw HalfReplaced(folder, $"{UntrustedText.Quote(record.Name)} is missing or damaged");
        }
        Do(folder, waiting);
        FolderUpdate.RemoveIfLeft(folder, Path.Combine(folder, Staging));
    }

    private void Do(string folder, IReadOnlyCollection<FileRecord> waiting)
    {
        var staging = Path.Combine(folder, Staging);
        foreach (var record in waiting) Place(staging, folder, record.Name);
        foreach (var record in Removed)
        {
            if (record.IsIn(folder)) Disk.Current.Delete(FileRecord.PathIn(folder, record.Name));
        }
        var parents = Files.Concat(Removed).Select(record => Path.GetDirectoryName(FileRecord.PathIn(folder, record.Name))!).Distinct();
        foreach (var parent in parents.Where(Directory.Exists)) Disk.Current.FlushFolder(parent);
        Disk.Current.Delete(PathIn(folder));
        Disk.Current.FlushFolder(folder);
    }

    private static void Place(string staging, string folder, string name)
    {
        if (!FileRecord.IsReachedWithoutLinks(folder, name))
            throw HalfReplaced(folder, $"the folder of {UntrustedText.Quote(name)} is a link");
        var target = FileRecord.PathIn(folder, name);
        Disk.Current.CreateFolder(Path.GetDirectoryName(target)!);
        Disk.Current.Rename(FileRecord.PathIn(staging, name), target);
    }

    private static UpdateJournal Read(FileStream file, string folder)
    {
        var path = PathIn(folder);
        var json = JsonFile.ReadObject(file, path, InputKind.Model);
        if (json["format"] is not JsonValue format || !format.TryGetValue(out int number) || number != Format
            || json["staging"] is not JsonValue name || !name.TryGetValue(out string? staging) || !IsStagingName(staging))
        {
            throw HalfReplaced(folder, $"{FileName} is no journal of format {Format}");
        }
        if (new DirectoryInfo(Path.Combine(folder, staging)).LinkTarget is not null) throw HalfReplaced(folder, $"{staging} is a link");
        return new UpdateJournal(staging, FileRecord.ReadAll(json["files"], path), FileRecord.ReadAll(json["removed"], path));
    }

    private static bool IsStagingName(string name) =>
        name.StartsWith(Leftovers.Prefix, StringComparison.Ordinal) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-');

    private string ToText() => new JsonObject
    {
        ["format"] = Format,
        ["staging"] = Staging,
        ["files"] = new JsonArray([.. Files.Select(record => record.ToJson())]),
        ["removed"] = new JsonArray([.. Removed.Select(record => record.ToJson())]),
    }.ToJsonString() + "\n";

    private static string PathIn(string folder) => Path.Combine(folder, FileName);

    private static InvalidInputException HalfReplaced(string folder, string reason, Exception? inner = null) =>
        new(InputKind.Model, folder, $"its files are half replaced, an update was cut short and cannot be completed: {reason}; "
            + "write all of them again, or remove the folder", inner: inner)
        { Remedy = new Remedy(RemedyKind.Overwrite, folder) };
}
