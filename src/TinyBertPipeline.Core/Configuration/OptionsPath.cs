namespace TinyBertPipeline.Core.Configuration;

/// <summary>Compares paths of options.</summary>
public static class OptionsPath
{
    /// <summary>Whether two paths lead to the same place; a path that is not given or cannot be one leads nowhere.</summary>
    public static bool AreOne(string? first, string? second) => Full(first) is { } place && place == Full(second);

    private static string? Full(string? path) => string.IsNullOrEmpty(path) || path.Contains('\0', StringComparison.Ordinal)
        ? null
        : Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
}
