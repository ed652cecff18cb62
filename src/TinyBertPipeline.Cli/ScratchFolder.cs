namespace TinyBertPipeline.Cli;

/// <summary>A temporary folder for what a verb needs only while it runs.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tinybert-");

    public string Sub(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
