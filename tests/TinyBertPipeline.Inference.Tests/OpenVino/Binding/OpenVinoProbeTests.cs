using System.Runtime.InteropServices;
using TinyBertPipeline.Inference.OpenVino.Binding;

namespace TinyBertPipeline.Inference.Tests.OpenVino.Binding;

public sealed class OpenVinoProbeTests
{
    [Theory]
    [InlineData("Unable to load shared library '/x/libopenvino_c.so.2641' or one of its dependencies. In order to help diagnose loading problems, …\n"
        + "libtbb.so.12: cannot open shared object file: No such file or directory\n", "cannot be loaded: its dependency libtbb.so.12 is missing")]
    [InlineData("/x/libopenvino_c.so.2641: file too short", "cannot be loaded: /x/libopenvino_c.so.2641: file too short")]
    public void TheLoadersTextIsCutToWhatAUserCanActOn(string text, string expected) => Assert.Equal(expected, OpenVinoProbe.DescribeLoadFailure(text));

    [Fact]
    public void AnEmptyFileCannotBeLoaded()
    {
        using var folder = new TemporaryFolder();
        var (handle, _, fault) = OpenVinoProbe.Load(folder.Write("libopenvino_c.so.2641", ""));
        Assert.Equal(0, handle);
        Assert.StartsWith("cannot be loaded", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherLibraryUnderTheNameIsNoticed()
    {
        using var folder = new TemporaryFolder();
        var other = Directory.EnumerateFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*System.IO.Compression.Native*").First();
        var copy = folder.File("libopenvino_c.so.2641");
        File.Copy(other, copy);
        var (handle, _, fault) = OpenVinoProbe.Load(copy);
        Assert.Equal(0, handle);
        Assert.Contains("ov_get_openvino_version is missing", fault, StringComparison.Ordinal);
    }
}
