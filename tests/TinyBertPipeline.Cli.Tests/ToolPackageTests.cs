using System.IO.Compression;

namespace TinyBertPipeline.Cli.Tests;

/// <summary>The program as a .NET tool: packed, installed from a folder, and run.</summary>
public sealed class ToolPackageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact, Trait("Category", "long")]
    public async Task ThePackedToolIsInstalledAndPredicts()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("TINYBERT_LONG_TESTS") == "1", "TINYBERT_LONG_TESTS is not 1: packing libtorch takes minutes");
        var (packages, tools) = (_folder.File("packages"), _folder.File("tools"));
        await ChildProcess.SucceedAsync("dotnet", ["pack", "src/TinyBertPipeline.Cli", "-o", packages, "-nodeReuse:false"], ReferenceData.RepositoryRoot);
        string[] packed = [.. Directory.EnumerateFiles(packages).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
        Assert.Equal(2, packed.Length);
        Assert.All(packed, name => Assert.StartsWith("tinybert.", name, StringComparison.Ordinal));
        var entries = packed.SelectMany(name => Entries(Path.Combine(packages, name))).ToList();
        Assert.All(["THIRD-PARTY-NOTICES.txt", "README.md"], name => Assert.Equal(2, entries.Count(entry => entry == name)));
        Assert.Contains(entries, entry => entry.EndsWith("licenses/libtorch/LICENSE-LIBTORCH.txt", StringComparison.Ordinal));

        await ChildProcess.SucceedAsync("dotnet", ["tool", "install", "tinybert", "--tool-path", tools, "--source", packages], _folder.Path);
        var program = Path.Combine(tools, OperatingSystem.IsWindows() ? "tinybert.exe" : "tinybert");
        Assert.StartsWith("0.1.0", await ChildProcess.SucceedAsync(program, ["--version"], _folder.Path), StringComparison.Ordinal);
        var tagger = HuggingFaceFolder.Create(_folder);
        await ChildProcess.SucceedAsync(program, ["export", tagger], _folder.Path);
        foreach (var engine in (string[])["onnx", "torch"])     // the second loads libtorch
        {
            var answer = await ChildProcess.SucceedAsync(program, ["predict", tagger, "John Smith was in New York.", "--engine", engine], _folder.Path);
            Assert.Contains("PER", answer, StringComparison.Ordinal);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static string[] Entries(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }
}
