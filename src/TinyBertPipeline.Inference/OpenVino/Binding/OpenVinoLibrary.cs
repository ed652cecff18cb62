using System.Runtime.InteropServices;
using TinyBertPipeline.Core;
using TinyBertPipeline.Inference.OpenVino.Installation;

namespace TinyBertPipeline.Inference.OpenVino.Binding;

/// <summary>
/// Finds and loads OpenVINO's C library. It is looked for in a folder that the caller names, which is then the only one; else in
/// <c>TINYBERT_OPENVINO</c>, <c>artifacts/openvino</c> of the repository or the current folder, an installed Python package
/// <c>openvino</c>, and <c>INTEL_OPENVINO_DIR</c>. One process uses one library.
/// </summary>
public static class OpenVinoLibrary
{
    private static readonly Lock _lock = new();
    private static nint _handle;

    /// <summary>The build string of the loaded library, for example <c>2026.4.1-22982-…</c>; null before it is loaded.</summary>
    public static string? Build { get; private set; }

    /// <summary>The full path of the loaded library; null before it is loaded.</summary>
    public static string? Path { get; private set; }

    /// <summary>The full path of the library that would be loaded, or null; nothing is loaded.</summary>
    public static string? Find(string? folder = null) => OpenVinoSearch.Run(folder, SearchSurroundings.OfProcess, _ => null).Library;

    /// <summary>
    /// The folders that may hold a whole installation, whether they exist or not: the one that the caller names, that of
    /// <c>TINYBERT_OPENVINO</c>, and <c>artifacts/openvino</c>.
    /// </summary>
    public static IReadOnlyList<string> Installations(string? folder = null) =>
        [.. OpenVinoPlace.Installations(folder, SearchSurroundings.OfProcess).Distinct()];

    /// <summary>Looks for the library, loads the first usable one, and tells what was tried.</summary>
    /// <param name="folder">The only folder to look in, or null for the usual places.</param>
    public static OpenVinoSearch Search(string? folder = null)
    {
        lock (_lock) return OpenVinoSearch.Run(folder, SearchSurroundings.OfProcess, Probe);
    }

    /// <summary>Loads the library once; later calls do nothing.</summary>
    /// <param name="folder">The only folder to look in, or null for the usual places.</param>
    /// <exception cref="EnvironmentException">No usable library; the message lists the places with the reasons, and the remedy.</exception>
    public static void Load(string? folder = null)
    {
        lock (_lock)
        {
            if (_handle != 0 && folder is null) return;
            var search = OpenVinoSearch.Run(folder, SearchSurroundings.OfProcess, Probe);
            if (search.Library is null) throw search.ToException();
        }
    }

    private static string? Probe(string path)
    {
        if (_handle != 0) return path == Path ? null : $"cannot be used: this process has already loaded {Path}";
        var (handle, build, fault) = OpenVinoProbe.Load(path);
        if (fault is not null) return fault;
        NativeLibrary.SetDllImportResolver(typeof(NativeMethods).Assembly, Resolve);
        (_handle, Path, Build) = (handle, path, build);
        return null;
    }

    // Zero leaves every other library to the runtime's own search.
    private static nint Resolve(string name, System.Reflection.Assembly assembly, DllImportSearchPath? searchPath) =>
        name == NativeMethods.Library ? _handle : 0;
}
