namespace TinyBertPipeline.Core.Files;

/// <summary>A temporary folder for what is needed only while something runs; disposing removes it with all its files.</summary>
public sealed class ScratchFolder : IDisposable
{
    /// <summary>The full path of the folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("tinybert-").FullName;

    /// <summary>The path of a file or folder in it.</summary>
    public string Sub(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
