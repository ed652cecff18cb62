namespace TinyBertPipeline.Core.Files;

/// <summary>
/// Replaces a set of files of a folder as a whole. What else lies in the folder stays.
/// <list type="number">
/// <item>The new files are written into a folder beside them, <c>FOLDER/.tinybert-…new</c>, and flushed to the disk.</item>
/// <item>A journal, <c>FOLDER/.tinybert-update.json</c>, appears by one renaming. It lists the new files with sizes and hashes, and those
/// to remove. From here on the new set is decided; before, the old one.</item>
/// <item>The files are renamed to their places, those to remove are removed, the folders are flushed.</item>
/// <item>The journal is removed, then the emptied folder.</item>
/// </list>
/// A kill before step 2 has ended leaves the old set, and a folder that the next update removes. A kill after it leaves the journal, by
/// which whoever opens the folder next, to read or to write, completes the update (<see cref="Complete"/>): each operation of steps 3 and 4
/// can be done twice. Where that is not possible (no permission to write, a file of the set is missing or damaged) the folder is refused, so
/// that the two sets are never mixed. A process at work holds the journal by a lock; others wait for it.
/// </summary>
public sealed class FolderUpdate : IDisposable
{
    private const string StagingSuffix = ".new";
    private const string HoldName = Leftovers.Prefix + "hold";

    private readonly string _target;
    private readonly FileStream _hold;
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);
    private readonly bool _overwrite;
    private bool _isDeciding;

    private FolderUpdate(string target, FileStream hold, bool overwrite) =>
        (_target, Folder, _hold, _overwrite) = (target, Path.GetDirectoryName(hold.Name)!, hold, overwrite);

    /// <summary>Where the new files are written: a folder that takes the place of the target until <see cref="Commit"/>.</summary>
    public string Folder { get; }

    /// <summary>Whether files are edited and not written anew: what was the user's stays the user's.</summary>
    public bool IsEdit { get; set; }

    /// <summary>Begins an update of a folder, which is created when it is absent. One that was cut short is completed before.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="overwrite">
    /// Whether files may be replaced that this program has not written, and an earlier update given up that cannot be completed.
    /// </param>
    /// <param name="names">Files that will be written: where they are not ours, that is found before the work and not after it.</param>
    /// <exception cref="EnvironmentException">The folder cannot be written.</exception>
    /// <exception cref="InvalidInputException">
    /// An earlier update was cut short and cannot be completed, or a file would be replaced that is not ours.
    /// </exception>
    public static FolderUpdate Begin(string folder, bool overwrite = false, params IReadOnlyList<string> names)
    {
        try
        {
            var target = Path.GetFullPath(folder);
            Disk.Current.CreateFolder(target);
            Leftovers.RemoveFiles(target);
            if (overwrite) UpdateJournal.CompleteOrGiveUp(target);
            else Complete(target);
            WrittenFiles.ThrowIfForeign(target, names, overwrite);
            foreach (var staging in Directory.EnumerateDirectories(target, Leftovers.Prefix + "*" + StagingSuffix))
                RemoveIfLeft(target, staging);
            var hold = Leftovers.CreateHeld(() =>
            {
                var staging = Path.Combine(target, Leftovers.NewName(StagingSuffix));
                Disk.Current.CreateFolder(staging);
                return Path.Combine(staging, HoldName);
            });
            return new FolderUpdate(target, hold, overwrite);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw FileFault.Cannot("write into", folder, e);
        }
    }

    /// <summary>
    /// Completes an update of a folder that was cut short, if there is one; to be called before the files of a folder are read. While
    /// another process updates the folder, it waits.
    /// </summary>
    /// <exception cref="InvalidInputException">The folder is half replaced, and the rest cannot be done (exit code 4).</exception>
    public static void Complete(string folder) => UpdateJournal.Complete(folder);

    /// <summary>The path of a new file, given its path below the folder.</summary>
    public string Sub(string name) => FileRecord.PathIn(Folder, name);

    /// <summary>Removes a file of the old set as well, if it is there and was written by this program.</summary>
    public void Remove(string name) => _removed.Add(name);

    /// <summary>Puts the new files into their places.</summary>
    /// <exception cref="InvalidInputException">A file would be replaced that is not ours; nothing was changed.</exception>
    /// <exception cref="EnvironmentException">The disk is full or the folder cannot be written; the old set stays, or the next one that
    /// opens the folder completes the update.</exception>
    public void Commit()
    {
        try
        {
            var names = Names().ToArray();
            WrittenFiles.ThrowIfForeign(_target, names, _overwrite);
            var files = Array.ConvertAll(names, name => FileRecord.Of(Folder, name));
            foreach (var name in names) FlushFile(Sub(name));
            var known = WrittenFiles.Read(_target);
            var removed = known.Where(record => _removed.Contains(record.Name) && !names.Contains(record.Name)).ToArray();
            var kept = known.Where(record => !names.Contains(record.Name)).Except(removed);
            var ours = files.Where(file => !IsEdit || IsOurs(known, file.Name)).ToArray();
            AtomicFile.WriteText(Sub(WrittenFiles.FileName), WrittenFiles.ToText(kept.Concat(ours)));
            foreach (var folder in Folders(Folder).Append(Folder)) Disk.Current.FlushFolder(folder);
            var journal = new UpdateJournal(Path.GetFileName(Folder), [.. files, FileRecord.Of(Folder, WrittenFiles.FileName)], removed);
            Complete(_target);      // of another process, which began and was killed since
            _isDeciding = true;
            journal.Apply(_target);
            _isDeciding = false;
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw FileFault.Cannot("replace files of", _target, e);
        }
    }

    /// <summary>Ends the update; without <see cref="Commit"/> nothing has changed.</summary>
    public void Dispose()
    {
        // A journal of ours that is still there is to be completed, and needs what is in the folder.
        var isNeeded = _isDeciding && UpdateJournal.IsIn(_target);
        using (_hold)
        {
            if (!isNeeded) RemoveContent(Folder);
        }
        if (!isNeeded) RemoveEmptied(Folder);
    }

    /// <summary>Removes a folder of new files that no process holds and no journal needs.</summary>
    internal static void RemoveIfLeft(string target, string staging)
    {
        if (FileStatus.Of(staging, follow: false).Kind != FileKind.Folder) return;
        using (var held = Leftovers.TryHold(Path.Combine(staging, HoldName)))
        {
            // Once its process has ended there is a journal that needs it, or there never will be one.
            if (held is null ? File.Exists(Path.Combine(staging, HoldName)) : UpdateJournal.IsIn(target)) return;
            if (held is not null) RemoveContent(staging);
        }
        RemoveEmptied(staging);
    }

    private static void RemoveContent(string staging)
    {
        foreach (var file in Files(staging).Where(file => Path.GetFileName(file) != HoldName)) Disk.Current.Delete(file);
        foreach (var folder in Folders(staging).OrderDescending(StringComparer.Ordinal)) Disk.Current.DeleteFolder(folder);
    }

    private static void RemoveEmptied(string staging)
    {
        try
        {
            Disk.Current.Delete(Path.Combine(staging, HoldName));
            Disk.Current.DeleteFolder(staging);
        }
        catch (IOException)
        {
            // Another process was faster in removing it; or has just made it, and there is something in it.
        }
    }

    private static string[] Files(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories);

    private static string[] Folders(string folder) => Directory.GetDirectories(folder, "*", SearchOption.AllDirectories);

    private IEnumerable<string> Names() => Files(Folder)
        .Select(path => Path.GetRelativePath(Folder, path).Replace(Path.DirectorySeparatorChar, '/'))
        .Where(name => !name.Contains(Leftovers.Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private bool IsOurs(IReadOnlyList<FileRecord> known, string name) =>
        !File.Exists(FileRecord.PathIn(_target, name)) || known.FirstOrDefault(record => record.Name == name)?.IsIn(_target) == true;

    // Most were flushed when they were written; those of another program were not.
    private static void FlushFile(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, 1);
        Disk.Current.Flush(file);
    }
}
