using System.Globalization;

namespace TinyBertPipeline.Core.Files;

/// <summary>
/// A temporary folder for what is needed only while something runs; disposing removes it with all its files. One that a killed process left
/// is removed by the next process that needs one.
/// </summary>
public sealed class ScratchFolder : IDisposable
{
    private const string Prefix = "tinybert-";
    private const string HoldName = Leftovers.Prefix + "hold";

    private readonly FileStream _hold;

    /// <summary>Creates a folder in the system's folder for temporary files.</summary>
    /// <exception cref="EnvironmentException">There is no such folder, or it cannot be written.</exception>
    public ScratchFolder()
    {
        var parent = System.IO.Path.GetTempPath();
        try
        {
            RemoveLeft(parent);
            _hold = Leftovers.CreateHeld(() => System.IO.Path.Combine(CreateNew(parent), HoldName));
            Path = System.IO.Path.GetDirectoryName(_hold.Name)!;
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw new EnvironmentException($"no temporary folder can be made in {parent}: {e.Message}", e)
            {
                Remedy = new Remedy(RemedyKind.SetTemporaryFolder),
            };
        }
        TemporaryPaths.Add(Path);
    }

    /// <summary>The full path of the folder.</summary>
    public string Path { get; }

    /// <summary>The path of a file or folder in it.</summary>
    public string Sub(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        TemporaryPaths.Forget(Path);
        _hold.Dispose();
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }

    private static string CreateNew(string parent)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}");
        var path = System.IO.Path.Combine(parent, name);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private static void RemoveLeft(string parent)
    {
        foreach (var path in Directory.EnumerateDirectories(parent, Prefix + "*"))
        {
            // Others' folders may begin alike; ours hold the file by which their process is known to be alive.
            var hold = System.IO.Path.Combine(path, HoldName);
            if (FileStatus.Of(path, follow: false).Kind != FileKind.Folder) continue;
            using var held = Leftovers.TryHold(hold);
            if (held is not null) TryDelete(path);
        }
    }

    // What cannot be removed, as where a folder in it is another user's, is no reason to stop.
    private static void TryDelete(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            // stays for a later run
        }
    }
}
