namespace TinyBertPipeline.Cli.Tests;

/// <summary>A copy of the built program without any native file but ONNX Runtime's: no libtorch, no LibTorchSharp.</summary>
public sealed class ProgramWithoutLibTorch : IDisposable
{
    private static readonly string[] _copied = ["*.dll", "*.json", "libonnxruntime*"];

    private readonly TemporaryFolder _folder = new();

    public ProgramWithoutLibTorch()
    {
        var source = System.IO.Path.GetDirectoryName(TinyBertProcess.Program)!;
        foreach (var file in _copied.SelectMany(pattern => Directory.EnumerateFiles(source, pattern)).Where(file => !IsNative(System.IO.Path.GetFileName(file))))
            File.Copy(file, _folder.File(System.IO.Path.GetFileName(file)));
        Path = _folder.File("tinybert.dll");
    }

    /// <summary>The program's assembly.</summary>
    public string Path { get; }

    public void Dispose() => _folder.Dispose();

    // On Windows native libraries are called .dll as well.
    private static bool IsNative(string name) => name.StartsWith("torch", StringComparison.Ordinal) || name.StartsWith("c10", StringComparison.Ordinal)
        || name.Contains("LibTorch", StringComparison.OrdinalIgnoreCase);
}
