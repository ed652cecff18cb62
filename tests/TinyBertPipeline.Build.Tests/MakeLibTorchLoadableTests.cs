using System.Security.Cryptography;
using System.Text;

namespace TinyBertPipeline.Build.Tests;

public sealed class MakeLibTorchLoadableTests
{
    [Fact]
    public void AnUnknownLibraryIsLeftAlone()
    {
        using var folder = new TemporaryFolder();
        var library = folder.File("libLibTorchSharp.so");
        File.WriteAllBytes(library, ElfLibrary.WithVersionNeeds("GLIBCXX_3.4.22", "GLIBCXX_3.4.32"));
        var before = File.ReadAllBytes(library);
        Assert.False(MakeLibTorchLoadable.MarkWeak(library));
        Assert.Equal(before, File.ReadAllBytes(library));
    }

    [Fact]
    public void NothingIsDoneWhereTheSystemOffersTheVersion()
    {
        using var folder = new TemporaryFolder();
        var library = CopyKnownLibrary(folder);
        var system = folder.File("libstdc++.so.6");
        File.WriteAllBytes(system, Encoding.ASCII.GetBytes("…GLIBCXX_3.4.32\0…"));
        Assert.True(new MakeLibTorchLoadable { Folder = folder.Path, StandardLibrary = system }.Execute());
        Assert.Equal(MakeLibTorchLoadable.KnownSha256, Sha256(library));
    }

    [Fact]
    public void TheKnownLibraryIsReplacedByACopyThatDiffersInOneByte()
    {
        using var folder = new TemporaryFolder();
        var library = CopyKnownLibrary(folder);
        var original = folder.File("original");
        File.CreateSymbolicLink(original, FindKnownLibrary()!);
        Assert.True(MakeLibTorchLoadable.MarkWeak(library));
        Assert.False(MakeLibTorchLoadable.MarkWeak(library));
        Assert.Equal(1, File.ReadAllBytes(library).Zip(File.ReadAllBytes(original)).Count(pair => pair.First != pair.Second));
        Assert.Equal(MakeLibTorchLoadable.KnownSha256, Sha256(original));
    }

    private static string CopyKnownLibrary(TemporaryFolder folder)
    {
        var source = FindKnownLibrary();
        if (source is null) Assert.Skip("TorchSharp 0.107.0's Linux library is not in the package folder");
        var copy = folder.File("libLibTorchSharp.so");
        File.Copy(source, copy);
        return copy;
    }

    private static string? FindKnownLibrary()
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var library = Path.Combine(packages, "torchsharp", "0.107.0", "runtimes", "linux-x64", "native", "libLibTorchSharp.so");
        return File.Exists(library) ? library : null;
    }

    private static string Sha256(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
