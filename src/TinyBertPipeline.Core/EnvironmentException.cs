namespace TinyBertPipeline.Core;

/// <summary>
/// The machine lacks something: a native library, disk space, a lock (exit code 5). The message names what is missing.
/// </summary>
public sealed class EnvironmentException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What a user can do about it, or null.</summary>
    public Remedy? Remedy { get; init; }
}
