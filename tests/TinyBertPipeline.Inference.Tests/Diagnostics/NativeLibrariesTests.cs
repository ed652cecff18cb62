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
        Assert.EndsWith("usable", status.Tried[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingLibraryComesWithThePlacesTriedAndTheRemedy()
    {
        using var folder = new TemporaryFolder();
        var status = NativeLibraries.OpenVino(folder.Path);
        Assert.False(status.IsUsable);
        Assert.Contains("openvino install", status.Remedy, StringComparison.Ordinal);
        Assert.Contains(folder.Path, Assert.Single(status.Tried), StringComparison.Ordinal);
    }
}
