using System.Diagnostics;
using TinyBertPipeline.Core;
using TinyBertPipeline.Inference.OnnxRuntime;
using TinyBertPipeline.Inference.OpenVino.Binding;
using TinyBertPipeline.Inference.OpenVino.Installation;

namespace TinyBertPipeline.Inference.Diagnostics;

/// <summary>Loads the native libraries of the inference engines and tells how that went.</summary>
public static class NativeLibraries
{
    private const string NeededOnnxRuntime = "1.31";

    /// <summary>ONNX Runtime, which comes with the program.</summary>
    public static NativeLibraryStatus OnnxRuntime()
    {
        const string Name = "ONNX Runtime";
        try
        {
            OnnxRuntimeLibrary.Load();
            return new NativeLibraryStatus(Name, NeededOnnxRuntime, OnnxRuntimeLibrary.Version, PathOfLoaded("onnxruntime"), null, null, []);
        }
        catch (EnvironmentException e)
        {
            return new NativeLibraryStatus(Name, NeededOnnxRuntime, null, null, e.Message, new Remedy(RemedyKind.ReinstallProgram), []);
        }
    }

    /// <summary>OpenVINO, which a user brings along.</summary>
    /// <param name="folder">The only folder to look in, or null for the usual places.</param>
    public static NativeLibraryStatus OpenVino(string? folder = null)
    {
        var search = OpenVinoLibrary.Search(folder);
        var isUsable = search.Library is not null;
        return new NativeLibraryStatus(
            "OpenVINO",
            OpenVinoSearch.NeededVersion,
            isUsable ? OpenVinoLibrary.Build : null,
            search.Library,
            isUsable ? null : "not found in any of the places",
            isUsable ? null : new Remedy(RemedyKind.InstallOpenVino),
            search.Attempts);
    }

    private static string? PathOfLoaded(string name)
    {
        using var process = Process.GetCurrentProcess();
        return process.Modules.Cast<ProcessModule>().Select(module => module.FileName)
            .FirstOrDefault(file => Path.GetFileName(file).Replace("lib", "", StringComparison.Ordinal).StartsWith(name + ".", StringComparison.Ordinal));
    }
}

/// <summary>What is known of one native library on this machine.</summary>
/// <param name="Name">The library.</param>
/// <param name="Needed">The version that is needed.</param>
/// <param name="Version">The version that was found, or null.</param>
/// <param name="Path">Where it was found, or null.</param>
/// <param name="Fault">Why it cannot be used, or null when it can.</param>
/// <param name="Remedy">What a user can do about the fault, or null.</param>
/// <param name="Tried">The places that were tried, each with its outcome.</param>
public sealed record NativeLibraryStatus(
    string Name, string Needed, string? Version, string? Path, string? Fault, Remedy? Remedy, IReadOnlyList<OpenVinoAttempt> Tried)
{
    /// <summary>Whether the engine on it can work.</summary>
    public bool IsUsable => Fault is null;
}
