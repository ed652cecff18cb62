using System.Runtime.Versioning;
using TinyBertPipeline.Core;
using TinyBertPipeline.Export.Onnx;
using TinyBertPipeline.Export.OpenVinoIr;

namespace TinyBertPipeline.Export.Tests.OpenVinoIr;

[UnsupportedOSPlatform("windows")]
public sealed class OvcConverterTests : IDisposable
{
    // What every stand-in for the converter does first: take the output path out of its arguments.
    private const string Header = "#!/bin/sh\nfor a in \"$@\"; do case \"$a\" in --output_model=*) xml=\"${a#--output_model=}\";; esac; done\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("venv/bin/ovc")]
    [InlineData("bin/ovc")]
    [InlineData("ovc")]
    public void TheConverterIsFoundInAnInstallation(string place)
    {
        var path = _folder.File(place);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
        Assert.Equal(path, OvcConverter.Find(_folder.File("absent"), _folder.Path)?.Executable);
    }

    [Fact]
    public void TheConverterIsFoundFromTheLibrariesOfItsEnvironment()
    {
        var libraries = _folder.File("venv/lib/python3.11/site-packages/openvino/libs");
        Directory.CreateDirectory(libraries);
        Directory.CreateDirectory(_folder.File("venv/bin"));
        var path = _folder.Write("venv/bin/ovc", "");
        Assert.Equal(path, OvcConverter.Find(libraries)?.Executable);
    }

    [Fact]
    public void AnInstallationComesBeforeThePath()
    {
        Directory.CreateDirectory(_folder.File("first"));
        Directory.CreateDirectory(_folder.File("second"));
        foreach (var name in new[] { "first/ovc", "second/ovc" }) _folder.Write(name, "");
        Assert.Equal(_folder.File("second/ovc"), OvcConverter.Find(_folder.File("second"), _folder.File("first"))?.Executable);
    }

    [Fact]
    public void TheOptionsBecomeTheConvertersArguments()
    {
        var options = Options() with { InputShape = InputShape.Parse("[?,128]") };
        Assert.Equal(
            [_folder.File("model.onnx"), "--output_model=/tmp/x.xml", "--compress_to_fp16=False", "--input=input_ids[?,128],attention_mask[?,128],token_type_ids[?,128]"],
            OvcConverter.Arguments(options, "/tmp/x.xml"));
        Assert.Equal("--compress_to_fp16=True", OvcConverter.Arguments(Options() with { CompressToFp16 = true }, "x").Last());
    }

    [Fact]
    public async Task TheFilesAppearUnderTheirNamesWithWhatTheConverterSaid()
    {
        var converter = StandIn("printf '<net><rt_info><Runtime_version value=\"2026.4.1\"/></rt_info></net>' > \"$xml\"; echo weights > \"${xml%.xml}.bin\"\n"
            + "echo '[ INFO ] a notice'; echo '[ SUCCESS ] XML file: x'\n");
        var result = await converter.ConvertAsync(Options());
        Assert.Equal("2026.4.1", result.Version);
        Assert.Equal(["[ INFO ] a notice"], result.Warnings);
        Assert.Equal("weights\n", File.ReadAllText(_folder.File("out.bin")));
        Assert.Equal(["out.bin", "out.xml", "ovc"], Entries());
    }

    [Fact]
    public async Task TheConverterIsToldNotToSendTelemetry()
    {
        var converter = StandIn("[ \"$CI\" = true ] || exit 3\necho '<net/>' > \"$xml\"; echo > \"${xml%.xml}.bin\"\n");
        await converter.ConvertAsync(Options());
        Assert.True(File.Exists(_folder.File("out.xml")));
    }

    [Fact]
    public async Task WhatTheConverterRefusesIsReportedInItsOwnWords()
    {
        var converter = StandIn("echo 'noise of a library' >&2; echo '[ ERROR ]  Cannot recognize input model.' >&2; exit 1\n");
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => converter.ConvertAsync(Options()));
        Assert.Equal(InputKind.Model, error.Kind);
        Assert.EndsWith("model.onnx: ovc refused it: Cannot recognize input model.", error.Message);
        Assert.Equal(["ovc"], Entries());
    }

    [Fact]
    public async Task ABreakdownOfTheConverterIsNoFaultOfTheModel()
    {
        var converter = StandIn("echo 'ModuleNotFoundError: No module named numpy' >&2; exit 1\n");
        var error = await Assert.ThrowsAsync<EnvironmentException>(() => converter.ConvertAsync(Options()));
        Assert.Contains("exit code 1: ModuleNotFoundError", error.Message);
    }

    [Fact]
    public async Task SuccessWithoutAFileIsAnError()
    {
        var error = await Assert.ThrowsAsync<EnvironmentException>(() => StandIn("echo nothing done\n").ConvertAsync(Options()));
        Assert.Contains("wrote no out.xml: nothing done", error.Message);
    }

    [Fact]
    public async Task AConverterThatCannotBeStartedIsNamed()
    {
        var error = await Assert.ThrowsAsync<EnvironmentException>(() => new OvcConverter(_folder.File("absent")).ConvertAsync(Options()));
        Assert.Contains("cannot start", error.Message);
    }

    [Fact]
    public async Task CancellationEndsTheProcess()
    {
        using var cancellation = new CancellationTokenSource();
        var running = StandIn("exec tail -f /dev/null\n").ConvertAsync(Options(), cancellation.Token);
        cancellation.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(["ovc"], Entries());
    }

    [Theory]
    [InlineData(false, 1e-5)]
    [InlineData(true, 2e-2)]
    public async Task TheRealConverterAndOurWriterGiveTheSameLogits(bool compress, double tolerance)
    {
        var converter = OvcConverter.Find(Environment.GetEnvironmentVariable("TINYBERT_OPENVINO") ?? "", Path.Combine(ReferenceData.RepositoryRoot, "artifacts", "openvino"));
        if (converter is null) Assert.Skip("ovc is neither in TINYBERT_OPENVINO nor in artifacts/openvino nor on PATH");
        foreach (var tagger in ReferenceTagger.Own())
        {
            OnnxExporter.Write(tagger.Task, tagger.Config, tagger.Weights, _folder.File("model.onnx"), new());
            await converter.ConvertAsync(Options() with { CompressToFp16 = compress });
            tagger.AssertLogits(Engines.OpenVino(_folder.File("out.xml"), tagger.Config, tagger.Batch), tolerance);
        }
    }

    private OvcOptions Options() => new() { ModelPath = _folder.File("model.onnx"), XmlPath = _folder.File("out.xml") };

    private OvcConverter StandIn(string script)
    {
        var path = _folder.Write("ovc", Header + script);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new OvcConverter(path);
    }

    private string[] Entries() => [.. Directory.GetFileSystemEntries(_folder.Path).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
}
