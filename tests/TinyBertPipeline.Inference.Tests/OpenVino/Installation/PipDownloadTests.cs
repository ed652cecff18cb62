using TinyBertPipeline.Core;
using TinyBertPipeline.Inference.OpenVino.Installation;

namespace TinyBertPipeline.Inference.Tests.OpenVino.Installation;

/// <summary>pip is a shell script here, first on a PATH of its own: there is no network in a test.</summary>
public sealed class PipDownloadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static bool IsUnix => !OperatingSystem.IsWindows();

    private string Downloads => Directory.CreateDirectory(_folder.File("downloads")).FullName;

    public void Dispose() => _folder.Dispose();

    [Fact(Skip = "the fake python3 is a shell script", SkipUnless = nameof(IsUnix))]
    public async Task ThePinnedVersionIsFetchedWithoutWhatItDependsOnAndCanBeInstalled()
    {
        var wheel = new FakeWheel().WriteTo(_folder.File("openvino-2026.4.1-1-cp399-cp399-any.whl"));
        var pip = Pip($"""echo "$@" > '{_folder.File("arguments")}'; for folder; do :; done; cp '{wheel}' "$folder" """);
        var fetched = await pip.RunAsync(Downloads);
        Assert.Equal(Path.Combine(Downloads, Path.GetFileName(wheel)), fetched);
        Assert.Equal(
            $"-m pip download openvino==2026.4.1 --no-deps --only-binary :all: --disable-pip-version-check -d {Downloads}",
            File.ReadAllText(_folder.File("arguments")).Trim());
        Assert.True(File.Exists(Path.Combine(OpenVinoWheel.Install(fetched, _folder.File("target")), "libtbb.so.12")));
    }

    [Theory(Skip = "the fake python3 is a shell script", SkipUnless = nameof(IsUnix))]
    [InlineData("echo ignored >&2; printf 'No \\033[31mmodule named pip\\n' >&2; exit 1", "No [31mmodule named pip")]
    [InlineData("exit 7", "exit code 7")]
    [InlineData("exit 0", "left 0 wheels")]
    [InlineData("""for folder; do :; done; touch "$folder/a.whl" "$folder/b.whl" """, "left 2 wheels")]
    [InlineData("""for folder; do :; done; touch "$folder/numpy-2.1.3-py3-none-any.whl" """, "pip fetched numpy-2.1.3-py3-none-any.whl")]
    // A file under a known name must be that very file.
    [InlineData("""for folder; do :; done; touch "$folder/openvino-2026.4.1-22982-cp311-cp311-manylinux_2_28_x86_64.whl" """,
        "SHA-256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855, the one that is known has 2d22b1da")]
    public async Task WhatDoesNotGiveTheWheelSaysWhyAndWhatToFetch(string script, string reason)
    {
        var error = await Assert.ThrowsAsync<EnvironmentException>(() => Pip(script).RunAsync(Downloads));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        AssertSaysWhatToFetch(error);
    }

    [Fact(Skip = "the fake python3 is a shell script", SkipUnless = nameof(IsUnix))]
    public async Task CancellationEndsPip()
    {
        var started = _folder.File("started");
        using var source = new CancellationTokenSource();
        var run = Pip($"touch '{started}'; exec sleep 600").RunAsync(Downloads, source.Token);
        while (!File.Exists(started)) await Task.Delay(10);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public void WithoutPythonThereIsAWordOnWhatToFetch()
    {
        Assert.Null(PipDownload.Find(null));
        Assert.Null(PipDownload.Find(_folder.Path));
        AssertSaysWhatToFetch(PipDownload.NotFound());
    }

    private static void AssertSaysWhatToFetch(EnvironmentException error)
    {
        Assert.Contains($"{PipDownload.WheelName} of https://pypi.org/project/openvino/2026.4.1/#files", error.Message, StringComparison.Ordinal);
        Assert.Equal(new Remedy(RemedyKind.GiveOpenVinoWheel, PipDownload.WheelName), error.Remedy);
    }

    private PipDownload Pip(string script)
    {
        var python = _folder.Write("python3", $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(python, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return PipDownload.Find($"{_folder.File("nowhere")}{Path.PathSeparator}{_folder.Path}")!;
    }
}
