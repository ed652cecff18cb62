using System.Security;

namespace TinyBertPipeline.Core.Files;

/// <summary>The exceptions by which .NET says that the machine did not let a file be read or written.</summary>
public static class FileFault
{
    /// <summary>Whether an exception is of that kind.</summary>
    public static bool Is(Exception exception) => exception is IOException or UnauthorizedAccessException or SecurityException
        || IsFileTooLarge(exception);

    // The system's "file too large" (EFBIG) comes as if a wrong length had been asked for.
    private static bool IsFileTooLarge(Exception exception) => exception is ArgumentOutOfRangeException { ParamName: "value" }
        && exception.Message.Contains("file length was too large", StringComparison.Ordinal);

    /// <summary>What is thrown instead: the machine's fault, with the path and the system's reason.</summary>
    /// <param name="verb">What was to be done, for example write.</param>
    /// <param name="path">The file or folder.</param>
    /// <param name="exception">What the system said.</param>
    public static EnvironmentException Cannot(string verb, string path, Exception exception)
    {
        var folder = Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : ".";
        return new EnvironmentException($"cannot {verb} {path}: {exception.Message} (free space and permissions of {folder}?)", exception);
    }
}
