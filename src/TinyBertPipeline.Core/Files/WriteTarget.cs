namespace TinyBertPipeline.Core.Files;

/// <summary>Where a write to a path ends: links are followed, and what is no plain file is written into and not replaced.</summary>
/// <param name="Path">The full path of the file that is meant.</param>
/// <param name="IsPlain">Whether it is a plain file, or none yet; else it is a device, FIFO or socket.</param>
internal readonly record struct WriteTarget(string Path, bool IsPlain)
{
    /// <exception cref="EnvironmentException">It is a folder, or a link that cannot be followed.</exception>
    public static WriteTarget Of(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var status = FileStatus.Of(full);
        if (status.Kind == FileKind.Folder) throw new EnvironmentException($"cannot write {path}: it is a folder");
        if (status.Kind is FileKind.Special or FileKind.Pipe) return new WriteTarget(full, IsPlain: false);
        if (FileStatus.Of(full, follow: false).Kind != FileKind.Link) return new WriteTarget(full, IsPlain: true);

        // A link into /proc (as /dev/stdout) leads to a file that the link's text does not name.
        var final = File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
        if (FileStatus.Of(final) != status)
            throw new EnvironmentException($"cannot write {path}: it is a link to an open file; name the file itself");
        return new WriteTarget(final, IsPlain: true);
    }
}
