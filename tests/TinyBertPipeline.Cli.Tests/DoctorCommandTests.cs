using System.Text.Json;

namespace TinyBertPipeline.Cli.Tests;

/// <summary>What doctor says of OpenVINO in folders that are not what they should be; the other engine still makes inference possible.</summary>
public sealed class DoctorCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task AnEmptyFolderIsNamedWithTheRemedy()
    {
        var openVino = await ExamineOpenVinoAsync();
        Assert.False(openVino.GetProperty("isUsable").GetBoolean());
        Assert.Contains("openvino install --wheel", openVino.GetProperty("remedy").GetString(), StringComparison.Ordinal);
        Assert.Equal($"named folder: {_folder.Path}: holds no OpenVINO C library (libopenvino_c)", openVino.GetProperty("tried")[0].GetString());
    }

    [Theory]
    [InlineData("2531", "is version 2025.3.1, needed is 2026.4 or newer")]
    [InlineData("2641", "lacks libopenvino.so* beside it")]
    public async Task AnOldOrIncompleteInstallationIsNamedWithItsFault(string suffix, string fault)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the fake tree has Linux' file names");
        var library = _folder.Write($"libopenvino_c.so.{suffix}", "");
        var tried = (await ExamineOpenVinoAsync()).GetProperty("tried")[0].GetString();
        Assert.Equal($"named folder: {library}: {fault}", tried);
    }

    [Fact]
    public async Task AMissingDependencyIsNamed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the fake tree has Linux' file names");
        var real = Directory.EnumerateFiles(await TinyBertProcess.RequireOpenVinoAsync(), "libopenvino_c.so*").First();
        File.Copy(real, _folder.File(Path.GetFileName(real)));
        foreach (var name in new[] { "libopenvino.so.9", "libopenvino_intel_cpu_plugin.so", "libopenvino_ir_frontend.so.9", "libtbb.so.12" }) _folder.Write(name, "");
        var tried = (await ExamineOpenVinoAsync()).GetProperty("tried")[0].GetString();
        Assert.Contains("its dependency libopenvino.so.", tried, StringComparison.Ordinal);
        Assert.EndsWith("is missing", tried, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheTextNamesVersionsProcessorThreadsMemoryAndDisk()
    {
        var (code, text, error) = await TinyBertProcess.RunAsync(["doctor"]);
        Assert.True(code == 0, error);
        foreach (var line in new[] { "libtorch 2.", "(needed: 2.10)", "ONNX Runtime 1.", "OpenVINO", "ovc", "\ncpu ", "f32:", "bf16:", "INT8:", "\nthreads ", "\nmemory ", "\ndisk " })
            Assert.Contains(line, text, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<JsonElement> ExamineOpenVinoAsync()
    {
        var (code, output, error) = await TinyBertProcess.RunAsync(["doctor", "--json", "--openvino", _folder.Path]);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output).RootElement.GetProperty("inference").EnumerateArray().Single(library => library.GetProperty("name").GetString() == "OpenVINO");
    }
}
