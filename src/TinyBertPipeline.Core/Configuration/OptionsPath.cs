using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Configuration;

/// <summary>Compares paths of options.</summary>
public static class OptionsPath
{
    /// <summary>Whether two paths lead to the same place, by whatever links; a path that is not given or cannot be one leads nowhere.</summary>
    public static bool AreOne(string? first, string? second) =>
        Full(first) is { } one && Full(second) is { } other && (one == other || FileStatus.Of(one).IsSameAs(FileStatus.Of(other)));

    /// <summary>Whether two paths lead to the same plain file. A device or a FIFO may be read and written at once.</summary>
    public static bool AreOneFile(string? first, string? second) =>
        AreOne(first, second) && FileStatus.Of(Full(first)!).Kind == FileKind.Plain;

    private static string? Full(string? path) => string.IsNullOrEmpty(path) || path.Contains('\0', StringComparison.Ordinal)
        ? null
        : Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
}
