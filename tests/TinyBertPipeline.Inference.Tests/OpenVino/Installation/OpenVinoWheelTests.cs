using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Inference.OpenVino.Binding;
using TinyBertPipeline.Inference.OpenVino.Installation;

namespace TinyBertPipeline.Inference.Tests.OpenVino.Installation;

public sealed class OpenVinoWheelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Target => _folder.File("openvino");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheNeededLibrariesAndTheLicencesAreUnpackedAndNothingElse()
    {
        List<string> told = [];
        var libraries = OpenVinoWheel.Install(new FakeWheel().WriteTo(_folder.File("w.whl")), Target, new ListProgress(told));
        Assert.Equal(Path.Combine(Target, "openvino", "libs"), libraries);
        string[] expected =
        [
            "openvino/libs/libopenvino.so.2641", "openvino/libs/libopenvino_c.so.2641", "openvino/libs/libopenvino_intel_cpu_plugin.so",
            "openvino/libs/libopenvino_ir_frontend.so.2641", "openvino/libs/libopenvino_onnx_frontend.so.2641", "openvino/libs/libtbb.so.12",
            "openvino/licenses/LICENSE", "openvino/licenses/licensing/third-party-programs.txt",
        ];
        Assert.Equal(expected, FilesIn(Target));
        Assert.Equal(expected.Length, told.Count);
        Assert.Equal("threads", File.ReadAllText(Path.Combine(libraries, "libtbb.so.12")));
        Assert.Equal(["openvino", "w.whl"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("../escape")]
    [InlineData("openvino/libs/../../../escape")]
    [InlineData("/etc/escape")]
    [InlineData("openvino\\..\\escape")]
    [InlineData("C:/escape")]
    public void AnEntryThatWouldLeaveTheFolderRefusesTheWholeWheel(string name)
    {
        var wheel = new FakeWheel { Files = new Dictionary<string, string>(FakeWheel.Complete) { [name] = "x" } };
        AssertRefused(wheel, "unsafe");
    }

    [Theory]
    [InlineData("sha256=", "sha256=A", "damaged")]
    [InlineData("libtbb.so.12,", "libtbb.so.13,", "not listed in RECORD")]
    [InlineData(",7\n", ",6\n", "longer than RECORD says")]      // libtbb.so.12 holds 7 bytes
    public void AFileThatDoesNotMatchTheRecordIsRefused(string text, string replacement, string reason) =>
        AssertRefused(new FakeWheel { Record = record => record.Replace(text, replacement, StringComparison.Ordinal) }, reason);

    [Theory]
    [InlineData("numpy", "2026.4.1", null, "is the package 'numpy'")]
    [InlineData("openvino", "2026.3.0", null, "needed is 2026.4 or newer")]
    [InlineData("openvino", "nightly", null, "needed is 2026.4 or newer")]
    [InlineData("openvino", "2026.4.1", "cp311-cp311-manylinux_2_28_riscv64", "this machine is")]
    [InlineData("openvino", "2026.4.1", "py3-none-any", "this machine is")]
    public void AnotherPackageVersionOrPlatformIsRefused(string package, string version, string? tag, string reason) =>
        AssertRefused(new FakeWheel { Package = package, Version = version, Tag = tag ?? FakeWheel.HostTag }, reason);

    [Fact]
    public void AWheelWithoutRecordIsRefused() => AssertRefused(new FakeWheel { Record = _ => "" }, "no RECORD");

    [Fact]
    public void AWheelWithoutLibrariesIsRefused() =>
        AssertRefused(new FakeWheel { Files = new Dictionary<string, string> { ["openvino/__init__.py"] = "" } }, "no native libraries");

    [Fact]
    public void AFileThatIsNoZipIsRefused()
    {
        var error = Assert.Throws<InvalidInputException>(() => OpenVinoWheel.Install(_folder.Write("w.whl", "no zip"), Target));
        Assert.Contains("is no wheel", error.Message, StringComparison.Ordinal);
        Assert.Contains("no such file", Assert.Throws<InvalidInputException>(() => OpenVinoWheel.Install(_folder.File("absent.whl"), Target)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnEarlierInstallationIsReplacedAsAWholeAndSurvivesAFailedOne()
    {
        OpenVinoWheel.Install(new FakeWheel().WriteTo(_folder.File("first.whl")), Target);
        string[] installed = [.. FilesIn(Target)];
        AssertRefused(new FakeWheel { Record = record => record.Replace("sha256=", "sha256=A", StringComparison.Ordinal) }, "damaged", leaves: true);
        Assert.Equal(installed, FilesIn(Target));
        OpenVinoWheel.Install(new FakeWheel().WriteTo(_folder.File("second.whl")), Target);
        Assert.Equal(installed, FilesIn(Target));
    }

    [Fact]
    public void AnInstallationThatHoldsAFileOfTheUserGivesWayOnlyWhenToldAndNothingOfItIsLost()
    {
        OpenVinoWheel.Install(new FakeWheel().WriteTo(_folder.File("first.whl")), Target);
        File.WriteAllText(Path.Combine(Target, "openvino", "libs", "libown.so"), "the user's");
        var error = Assert.Throws<InvalidInputException>(() => OpenVinoWheel.Install(_folder.File("first.whl"), Target));
        Assert.Equal(RemedyKind.Overwrite, error.Remedy?.Kind);
        OpenVinoWheel.Install(_folder.File("first.whl"), Target, overwrite: true);
        Assert.False(File.Exists(Path.Combine(Target, "openvino", "libs", "libown.so")));
        Assert.Equal("the user's", File.ReadAllText(Directory.EnumerateFiles(Target, "libown.so", SearchOption.AllDirectories).Single()));
    }

    [Fact]
    public void WhatElseLiesInTheFolderStays()
    {
        Directory.CreateDirectory(Path.Combine(Target, "venv"));
        File.WriteAllText(Path.Combine(Target, "venv", "pyvenv.cfg"), "an environment with the converter");
        var libraries = OpenVinoWheel.Install(new FakeWheel().WriteTo(_folder.File("w.whl")), Target);
        Assert.True(File.Exists(Path.Combine(libraries, "libtbb.so.12")));
        Assert.Contains("venv/pyvenv.cfg", FilesIn(Target));
    }

    [Fact]
    public void AFolderOfThatNameThatIsNoInstallationIsLeftAlone()
    {
        Directory.CreateDirectory(Path.Combine(Target, "openvino"));
        File.WriteAllText(Path.Combine(Target, "openvino", "thesis.txt"), "years of work");
        Assert.Throws<InvalidInputException>(() => OpenVinoWheel.Install(new FakeWheel().WriteTo(_folder.File("w.whl")), Target));
        Assert.Equal(["openvino/thesis.txt"], FilesIn(Target));
    }

    [Fact]
    public void TheRealWheelGivesACompleteInstallation()
    {
        var wheels = ReferenceData.RequireInput("openvino", "wheels");
        var wheel = Directory.EnumerateFiles(wheels, "openvino-*.whl").First();
        var libraries = OpenVinoWheel.Install(wheel, Target);
        Assert.StartsWith(libraries, OpenVinoLibrary.Find(Target), StringComparison.Ordinal);
        Assert.Contains(FilesIn(Target), file => file.StartsWith("openvino/licenses/", StringComparison.Ordinal));
    }

    private void AssertRefused(FakeWheel wheel, string reason, bool leaves = false)
    {
        var error = Assert.Throws<InvalidInputException>(() => OpenVinoWheel.Install(wheel.WriteTo(_folder.File("broken.whl")), Target));
        Assert.Equal(InputKind.Configuration, error.Kind);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal(leaves, Directory.Exists(Target));
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(_folder.Path), path => path.Contains(".tmp", StringComparison.Ordinal));
    }

    private static IEnumerable<string> FilesIn(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Where(name => !name.EndsWith(WrittenFiles.FileName, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private sealed class ListProgress(List<string> told) : IProgress<string>
    {
        public void Report(string value) => told.Add(value);
    }
}
