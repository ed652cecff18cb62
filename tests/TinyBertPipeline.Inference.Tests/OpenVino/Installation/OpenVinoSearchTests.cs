using TinyBertPipeline.Core;
using TinyBertPipeline.Inference.OpenVino.Installation;

namespace TinyBertPipeline.Inference.Tests.OpenVino.Installation;

/// <summary>Where OpenVINO is looked for, in which order, and what is said of places that do not do. Fake trees on Linux's file names.</summary>
public sealed class OpenVinoSearchTests
{
    private const string SkipReason = "the fake trees have Linux's file names";

    public static bool IsLinux => OperatingSystem.IsLinux();

    [Theory(Skip = SkipReason, SkipUnless = nameof(IsLinux))]
    [InlineData("variable", "TINYBERT_OPENVINO")]
    [InlineData("work/artifacts/openvino/openvino/libs", "artifacts/openvino")]                                   // unpacked wheel
    [InlineData("work/artifacts/openvino/venv/lib/python3.11/site-packages/openvino/libs", "artifacts/openvino")] // virtual environment
    [InlineData("venv/lib/python3.12/site-packages/openvino/libs", "Python package openvino")]                    // active environment
    [InlineData("conda/lib/python3.10/site-packages/openvino/libs", "Python package openvino")]
    [InlineData("opt/python/lib/python3.13/site-packages/openvino/libs", "Python package openvino")]              // python3 on the path
    [InlineData("home/.local/lib/python3.11/site-packages/openvino/libs", "Python package openvino")]
    [InlineData("usr/lib/python3/dist-packages/openvino/libs", "Python package openvino")]
    [InlineData("intel/runtime/lib/intel64", "INTEL_OPENVINO_DIR")]
    public void EveryPlaceIsFoundUnderItsName(string folder, string source)
    {
        using var machine = WithVariables();
        machine.Install(folder);
        var search = machine.Search();
        Assert.Equal(machine.At(folder + "/libopenvino_c.so.2641"), search.Library);
        Assert.Equal(source, search.Attempts[^1].Source);
    }

    [Fact(Skip = SkipReason, SkipUnless = nameof(IsLinux))]
    public void PlacesAreTriedInOrder()
    {
        using var machine = WithVariables();
        string[] inOrder =
        [
            "intel/runtime/lib/intel64", "usr/lib/python3/dist-packages/openvino/libs", "home/.local/lib/python3.11/site-packages/openvino/libs",
            "opt/python/lib/python3.13/site-packages/openvino/libs", "conda/lib/python3.10/site-packages/openvino/libs",
            "venv/lib/python3.12/site-packages/openvino/libs", "work/artifacts/openvino/openvino/libs", "variable",
        ];
        foreach (var folder in inOrder)     // each of them comes before all that are there already
        {
            machine.Install(folder);
            Assert.Equal(machine.At(folder + "/libopenvino_c.so.2641"), machine.Search().Library);
        }
    }

    [Fact(Skip = SkipReason, SkipUnless = nameof(IsLinux))]
    public void AFolderThatTheCallerNamesIsTheOnlyPlace()
    {
        using var machine = WithVariables();
        machine.Install("variable");
        machine.Install("given/openvino/libs");
        Assert.Equal(machine.At("given/openvino/libs/libopenvino_c.so.2641"), machine.Search(machine.At("given")).Library);
        var failed = machine.Search(machine.At("nowhere"));
        Assert.Null(failed.Library);
        Assert.Equal(["named folder"], failed.Attempts.Select(attempt => attempt.Source));
    }

    [Fact(Skip = SkipReason, SkipUnless = nameof(IsLinux))]
    public void InstallationsAreThoseOfTheOptionTheVariableAndTheArtifacts()
    {
        using var machine = WithVariables();
        machine.Write("TinyBertPipeline.sln");
        Assert.Equal(
            ["given", machine.At("variable"), machine.At("artifacts/openvino"), machine.At("work/artifacts/openvino")],
            machine.Installations("given").Distinct());
        Assert.Equal(machine.At("variable"), machine.Installations(null).First());
    }

    [Fact(Skip = SkipReason, SkipUnless = nameof(IsLinux))]
    public void TheRepositorysArtifactsAreFoundFromAFolderInsideAndFromTheProgramsFolder()
    {
        using var machine = new FakeMachine();
        machine.Write("TinyBertPipeline.sln");
        machine.Install("artifacts/openvino/openvino/libs");
        Assert.Equal(machine.At("artifacts/openvino/openvino/libs/libopenvino_c.so.2641"), machine.Search().Library);
    }

    [Theory(Skip = SkipReason, SkipUnless = nameof(IsLinux))]
    [InlineData("2641", null)]
    [InlineData("2026.4.1", null)]
    [InlineData("2640", null)]
    [InlineData("2712", null)]
    [InlineData("2631", "is version 2026.3.1, needed is 2026.4 or newer")]
    [InlineData("2541", "is version 2025.4.1, needed is 2026.4 or newer")]
    [InlineData("2024.0.0", "is version 2024.0.0, needed is 2026.4 or newer")]
    public void AnySuffixDoesButOldVersionsAreRefusedByIt(string suffix, string? fault)
    {
        using var machine = new FakeMachine();
        machine.Variables["TINYBERT_OPENVINO"] = machine.At("variable");
        machine.Install("variable", suffix);
        Assert.Equal(fault, Attempt(machine, "TINYBERT_OPENVINO").Fault);
    }

    [Fact(Skip = SkipReason, SkipUnless = nameof(IsLinux))]
    public void OfSeveralVersionsTheNewestIsTakenAndAnOldOneDoesNotHideTheNextPlace()
    {
        using var machine = WithVariables();
        machine.Install("variable", "2541");
        machine.Install("intel/runtime/lib/intel64", "2641");
        Assert.Equal(machine.At("intel/runtime/lib/intel64/libopenvino_c.so.2641"), machine.Search().Library);
        machine.Install("variable", "2650");
        Assert.Equal(machine.At("variable/libopenvino_c.so.2650"), machine.Search().Library);
    }

    [Theory(Skip = SkipReason, SkipUnless = nameof(IsLinux))]
    [InlineData("libopenvino.so", "lacks libopenvino.so* beside it")]
    [InlineData("libopenvino_intel_cpu_plugin", "lacks libopenvino_intel_cpu_plugin.so or libopenvino_arm_cpu_plugin.so beside it")]
    [InlineData("libopenvino_ir_frontend", "lacks libopenvino_ir_frontend.so* beside it")]
    [InlineData("libtbb", "lacks libtbb.so* beside it")]
    public void AMissingPartIsNamed(string missing, string fault)
    {
        using var machine = new FakeMachine();
        machine.Variables["TINYBERT_OPENVINO"] = machine.At("variable");
        machine.Install("variable", "2641", missing);
        Assert.Equal(fault, Attempt(machine, "TINYBERT_OPENVINO").Fault);
    }

    [Theory(Skip = SkipReason, SkipUnless = nameof(IsLinux))]
    [InlineData("usr/lib/libtbb.so.12")]
    [InlineData("intel/runtime/3rdparty/tbb/lib/libtbb.so.12")]
    public void TheThreadingLibraryMayLieWhereTheLoaderOrIntelsArchiveHasIt(string place)
    {
        using var machine = WithVariables();
        machine.Install("intel/runtime/lib/intel64", "2641", "libtbb");
        Assert.Null(machine.Search().Library);
        machine.Write(place);
        Assert.NotNull(machine.Search().Library);
    }

    [Fact(Skip = SkipReason, SkipUnless = nameof(IsLinux))]
    public void PluginsMayLieInAFolderOfTheVersion()
    {
        using var machine = new FakeMachine();
        machine.Variables["TINYBERT_OPENVINO"] = machine.At("variable");
        machine.Install("variable", "2641", "libopenvino_intel_cpu_plugin");
        machine.Write("variable/openvino-2026.4.1/libopenvino_intel_cpu_plugin.so");
        Assert.NotNull(machine.Search().Library);
    }

    [Fact(Skip = SkipReason, SkipUnless = nameof(IsLinux))]
    public void ALinkToTheLibraryIsFollowedToTheFolderOfTheOthers()
    {
        using var machine = new FakeMachine();
        machine.Variables["TINYBERT_OPENVINO"] = machine.At("links");
        machine.Install("real");
        Directory.CreateDirectory(machine.At("links"));
        File.CreateSymbolicLink(machine.At("links/libopenvino_c.so"), machine.At("real/libopenvino_c.so.2641"));
        Assert.Equal(machine.At("real/libopenvino_c.so.2641"), machine.Search().Library);
    }

    [Fact(Skip = SkipReason, SkipUnless = nameof(IsLinux))]
    public void AFaultFoundByLoadingLeadsToTheNextPlace()
    {
        using var machine = WithVariables();
        machine.Install("variable");
        machine.Install("intel/runtime/lib/intel64");
        var search = machine.Search(probe: path => path.Contains("variable", StringComparison.Ordinal) ? "cannot be loaded" : null);
        Assert.Equal(machine.At("intel/runtime/lib/intel64/libopenvino_c.so.2641"), search.Library);
        Assert.Contains(search.Attempts, attempt => attempt is { Source: "TINYBERT_OPENVINO", Fault: "cannot be loaded" });
    }

    [Fact(Skip = SkipReason, SkipUnless = nameof(IsLinux))]
    public void TheExceptionListsEveryPlaceWithItsReasonAndTheRemedy()
    {
        using var machine = WithVariables();
        machine.Variables.Remove("INTEL_OPENVINO_DIR");
        machine.Write("variable");      // a file, not a folder
        machine.Install("work/artifacts/openvino/openvino/libs", "2541");
        var error = machine.Search().ToException();
        string[] lines =
        [
            "OpenVINO 2026.4 or newer was not found. Tried:",
            "  named folder: not set",
            $"  TINYBERT_OPENVINO: {machine.At("variable")}: is a file, expected a folder",
            $"  artifacts/openvino: {machine.At("work/artifacts/openvino/openvino/libs/libopenvino_c.so.2541")}: is version 2025.4.1, needed is 2026.4 or newer",
            $"  Python package openvino: {machine.At("venv")}: no such folder",
            $"  Python package openvino: {machine.At("opt/python")}: holds no OpenVINO C library (libopenvino_c)",
            "  INTEL_OPENVINO_DIR: not set",
        ];
        Assert.All(lines, line => Assert.Contains(line, error.Message, StringComparison.Ordinal));
        Assert.Equal(RemedyKind.InstallOpenVino, error.Remedy?.Kind);
    }

    private static FakeMachine WithVariables()
    {
        var machine = new FakeMachine();
        machine.Variables["TINYBERT_OPENVINO"] = machine.At("variable");
        machine.Variables["VIRTUAL_ENV"] = machine.At("venv");
        machine.Variables["CONDA_PREFIX"] = machine.At("conda");
        machine.Variables["PATH"] = machine.At("opt/python/bin") + Path.PathSeparator + machine.At("bin");
        machine.Variables["INTEL_OPENVINO_DIR"] = machine.At("intel");
        machine.Write("opt/python/bin/python3");
        return machine;
    }

    private static OpenVinoAttempt Attempt(FakeMachine machine, string source) =>
        Assert.Single(machine.Search().Attempts, attempt => attempt.Source == source);
}
