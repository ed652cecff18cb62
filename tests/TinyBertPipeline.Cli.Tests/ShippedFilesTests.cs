namespace TinyBertPipeline.Cli.Tests;

/// <summary>What lies beside the program: the libraries that it loads, and whose they are.</summary>
public sealed class ShippedFilesTests
{
    private static readonly string _folder = Path.GetDirectoryName(TinyBertProcess.Program)!;

    // Packages that are parts of one that is named, by another name.
    private static readonly string[] _parts =
    [
        "Microsoft.ML.OnnxRuntime", "Spectre.Console.Ansi", "TorchSharp-cpu", "libtorch-cpu", "libtorch-cpu-linux-x64", "libtorch-cpu-win-x64", "libtorch-cpu-osx-arm64",
    ];

    [Theory]
    [InlineData("libtorch_python")]
    [InlineData("libtorchbind_test")]
    [InlineData("libjitbackend_test")]
    [InlineData("libbackend_with_compiler")]
    [InlineData("libnnapi_backend")]
    [InlineData("libaoti_custom_ops")]
    [InlineData("libshm")]
    [InlineData("libtorch_global_deps")]
    [InlineData("MathNet.Numerics")]
    public void WhatIsNeverLoadedIsNotShipped(string name) => Assert.Empty(Directory.EnumerateFiles(_folder, name + ".*"));

    [Fact]
    public void NoLibraryOfAnotherSystemIsShipped()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the files of Windows are looked for elsewhere");
        Assert.Equal(["libonnxruntime.so"], Directory.EnumerateFiles(_folder, "*onnxruntime.*").Select(Path.GetFileName).Where(IsNative));
        Assert.False(Directory.Exists(Path.Combine(_folder, "runtimes")));
    }

    [Theory]
    [InlineData("THIRD-PARTY-NOTICES.txt", "libtorch 2.", "libgomp", "GCC RUNTIME LIBRARY EXCEPTION", "ONNX Runtime 1.", "OpenVINO 20", "Apache License")]
    [InlineData("LICENSE", "MIT License")]
    [InlineData("licenses/libtorch/LICENSE-LIBTORCH.txt", "From PyTorch")]
    [InlineData("licenses/onnxruntime/ThirdPartyNotices.txt", "THIRD PARTY SOFTWARE NOTICES")]
    public void TheNoticesLieBesideTheProgram(string file, params string[] names)
    {
        var text = File.ReadAllText(Path.Combine(_folder, file));
        Assert.All(names, name => Assert.Contains(name, text, StringComparison.Ordinal));
    }

    [Fact]
    public void EveryLibraryBesideTheProgramIsNamedInTheNoticesWithItsVersion()
    {
        var notices = File.ReadAllText(Path.Combine(_folder, "THIRD-PARTY-NOTICES.txt"));
        using var dependencies = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "tinybert.deps.json")));
        var packages = dependencies.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(library => library.Value.GetProperty("type").GetString() == "package").Select(library => library.Name.Split('/'))
            .Where(package => !_parts.Contains(package[0]));
        Assert.All(packages, package => Assert.Contains($"{package[0]} {package[1]}", notices, StringComparison.Ordinal));
    }

    private static bool IsNative(string? file) => Path.GetExtension(file) is ".so" or ".dll" or ".dylib";
}
