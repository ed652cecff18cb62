using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Tests.Files;

/// <summary>
/// A disk on which the program is killed after so many operations. It does not flush, which takes long and shows nothing: what a killed
/// program has written is there.
/// </summary>
internal sealed class KillingDisk(int operations) : Disk, IDisposable
{
    private int _left = operations;

    /// <summary>Puts a disk that kills in the place of the real one, until it is disposed.</summary>
    public static KillingDisk Use(int operations)
    {
        var disk = new KillingDisk(operations);
        Current = disk;
        return disk;
    }

    /// <summary>Runs what writes to its end.</summary>
    public static void Never(Action write) => Assert.False(Kills(int.MaxValue, write));

    /// <summary>Runs what writes, and tells whether it was killed.</summary>
    public static bool Kills(int operations, Action write)
    {
        using var disk = Use(operations);
        try
        {
            write();
            return false;
        }
        catch (KilledException)
        {
            return true;
        }
    }

    public override FileStream Create(string path)
    {
        Count();
        return base.Create(path);
    }

    public override void Flush(FileStream file)
    {
        Count();
        file.Flush();
    }

    public override void Rename(string from, string to)
    {
        Count();
        base.Rename(from, to);
    }

    public override void Delete(string path)
    {
        Count();
        base.Delete(path);
    }

    public override void CreateFolder(string path)
    {
        Count();
        base.CreateFolder(path);
    }

    public override void DeleteFolder(string path)
    {
        Count();
        base.DeleteFolder(path);
    }

    public override void FlushFolder(string path) => Count();

    public void Dispose() => Current = null!;

    private void Count()
    {
        if (--_left < 0) throw new KilledException();
    }

    private sealed class KilledException : Exception;
}
