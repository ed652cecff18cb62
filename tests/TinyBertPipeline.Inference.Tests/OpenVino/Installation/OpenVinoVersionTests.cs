using TinyBertPipeline.Inference.OpenVino.Installation;

namespace TinyBertPipeline.Inference.Tests.OpenVino.Installation;

public sealed class OpenVinoVersionTests
{
    [Theory]
    [InlineData("2026.4.1-22982-e213a147257-releases/2026/4", "2026.4.1")]
    [InlineData("2026.4.1", "2026.4.1")]
    [InlineData("2026.10", "2026.10.0")]
    [InlineData("2021.4.2-3976-0943ed67223-refs/pull/539/head", "2021.4.2")]
    [InlineData("custom_master_deadbeef", null)]
    [InlineData("", null)]
    public void BuildStringsBeginWithTheVersion(string build, string? version) =>
        Assert.Equal(version, OpenVinoVersion.OfBuild(build)?.ToString());

    [Theory]
    [InlineData("libopenvino_c.so.2641", "2026.4.1")]
    [InlineData("libopenvino_c.so.2026.4.1", "2026.4.1")]
    [InlineData("libopenvino_c.so.2026.10.0", "2026.10.0")]
    [InlineData("libopenvino_c.2641.dylib", "2026.4.1")]
    [InlineData("libopenvino_c.so", null)]
    [InlineData("openvino_c.dll", null)]
    public void FileNamesEndWithTheVersion(string name, string? version) =>
        Assert.Equal(version, OpenVinoVersion.OfFileName(name)?.ToString());
}
