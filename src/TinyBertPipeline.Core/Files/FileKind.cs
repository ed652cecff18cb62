namespace TinyBertPipeline.Core.Files;

/// <summary>What a path leads to.</summary>
internal enum FileKind
{
    /// <summary>Nothing.</summary>
    Missing,

    /// <summary>A file with content of its own.</summary>
    Plain,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link; only when links are not followed.</summary>
    Link,

    /// <summary>A FIFO, or the pipe of a shell: it can be read once, or written into, and must not be replaced.</summary>
    Pipe,

    /// <summary>A device or socket: it can be written into, and must not be replaced.</summary>
    Special,
}
