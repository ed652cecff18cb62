using System.Globalization;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Configuration;

/// <summary>Compares paths of options.</summary>
public static class OptionsPath
{
    private static readonly char[] _notInNames = [.. "/\\:*?\"<>|"];

    /// <summary>Whether two paths lead to the same place, by whatever links; a path that is not given or cannot be one leads nowhere.</summary>
    public static bool AreOne(string? first, string? second) =>
        Full(first) is { } one && Full(second) is { } other && (one == other || FileStatus.Of(one).IsSameAs(FileStatus.Of(other)));

    /// <summary>Whether two paths lead to the same plain file. A device or a FIFO may be read and written at once.</summary>
    public static bool AreOneFile(string? first, string? second) =>
        AreOne(first, second) && FileStatus.Of(Full(first)!).Kind == FileKind.Plain;

    /// <summary>Whether a name can be that of a file or folder on every system and does nothing to a terminal that shows it.</summary>
    public static bool IsFileName(string? name) => name is { Length: > 0 } && name[0] != '.' && name[^1] is not (' ' or '.')
        && !name.Any(c => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format) && name.IndexOfAny(_notInNames) < 0;

    private static string? Full(string? path) => string.IsNullOrEmpty(path) || path.Contains('\0', StringComparison.Ordinal)
        ? null
        : Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
}
