using TinyBertPipeline.Core;
using TinyBertPipeline.Inference.Diagnostics;

namespace TinyBertPipeline.Inference.Tests.Diagnostics;

public sealed class NativeLibrariesTests
{
    [Fact]
    public void OnnxRuntimeIsFoundWithVersionAndPlace()
    {
        var status = NativeLibraries.OnnxRuntime();
        Assert.True(status.IsUsable);
        Assert.StartsWith(status.Needed + ".", status.Version, StringComparison.Ordinal);
        Assert.True(File.Exists(status.Path));
    }

    [Fact]
    public void OpenVinoIsFoundWithVersionAndPlace()
    {
        OpenVinoRuntime.Require();
        var status = NativeLibraries.OpenVino();
        Assert.True(status.IsUsable);
        Assert.StartsWith("20", status.Version, StringComparison.Ordinal);
        Assert.True(File.Exists(status.Path));
        Assert.Null(status.Tried[^1].Fault);
    }

    [Fact]
    public void AMissingLibraryComesWithThePlacesTriedAndTheRemedy()
    {
        using var folder = new TemporaryFolder();
        var status = NativeLibraries.OpenVino(folder.Path);
        Assert.False(status.IsUsable);
        Assert.Equal(RemedyKind.InstallOpenVino, status.Remedy?.Kind);
        Assert.Equal(folder.Path, Assert.Single(status.Tried).Path);
    }
}
