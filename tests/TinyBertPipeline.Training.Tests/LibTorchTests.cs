using System.Runtime.CompilerServices;
using TinyBertPipeline.Core;
using TorchSharp;

namespace TinyBertPipeline.Training.Tests;

public sealed class LibTorchTests
{
    /// <summary>Before any test: a machine on which libtorch does not load fails with the true reason.</summary>
    [ModuleInitializer]
    internal static void LoadFirst() => LibTorch.EnsureLoaded();

    [Fact]
    public void LibTorchLoadsOnThisMachine()
    {
        using var sum = torch.ones(2, 3).sum();
        Assert.Equal(6, sum.ToSingle());
    }

    [Fact]
    public void TheLibrariesAreFoundWhereverTheProgramsPackagesKeepThem()
    {
        using var folder = new TemporaryFolder();
        var (program, native) = (folder.File("program"), folder.File("native"));
        Assert.Equal(program, LibTorch.FindFolder([program, native]));
        Directory.CreateDirectory(native);
        foreach (var name in new[] { "libtorch_cpu.so", "libtorch_cpu.dylib", "torch_cpu.dll" })
            File.WriteAllText(Path.Combine(native, name), "");
        Assert.Equal(native, LibTorch.FindFolder([program, native]));
    }

    [Fact]
    public void AMissingLibraryIsNamed()
    {
        using var folder = new TemporaryFolder();
        var e = Assert.Throws<EnvironmentException>(() => LibTorch.Load(folder.Path));
        Assert.Contains(folder.Path, e.Message, StringComparison.Ordinal);
        Assert.Contains("is missing", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheLoadersReasonIsGiven()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the text is that of Linux' loader");
        using var folder = new TemporaryFolder();
        var path = folder.Write("libtorch_cpu.so", "no library");
        var e = Assert.Throws<EnvironmentException>(() => LibTorch.Load(folder.Path));
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
        Assert.Contains("too short", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "Unable to load shared library 'libX.so' or one of its dependencies.\n"
        + "/lib/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by libX.so)\nlibX.so.so: cannot open shared object file",
        "version `GLIBCXX_3.4.32' not found", "build step")]
    [InlineData("Unable to load.\nlibgomp.so.1: cannot open shared object file: No such file or directory", "libgomp.so.1", "")]
    [InlineData("Something else", "Something else", "")]
    public void TheTrueCauseIsFoundAmongTheLinesOfTheMessage(string message, string cause, string remedy)
    {
        var reason = LibTorch.Reason(new DllNotFoundException(message));
        Assert.Contains(cause, reason, StringComparison.Ordinal);
        Assert.Contains(remedy, reason, StringComparison.Ordinal);
    }
}
