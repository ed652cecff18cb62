namespace TinyBertPipeline.Pipeline.Quantization;

/// <summary>A temporary folder for models that are measured before they are kept or refused.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("tinybert-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
