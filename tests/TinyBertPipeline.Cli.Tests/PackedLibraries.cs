using System.IO.Compression;

namespace TinyBertPipeline.Cli.Tests;

/// <summary>The packages of the build, made once, and their contents.</summary>
public sealed class PackedLibraries : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Path;

    public async ValueTask InitializeAsync() => await ChildProcess.SucceedAsync(
        "dotnet", ["pack", "TinyBertPipeline.sln", "--no-build", "-c", "Release", "-o", _folder.Path, "-nodeReuse:false"], ReferenceData.RepositoryRoot);

    public ZipArchive Open(string package) =>
        ZipFile.OpenRead(Directory.EnumerateFiles(_folder.Path, $"{package}.*.nupkg").Single());

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
