namespace TinyBertPipeline.Inference.OpenVino.Installation;

/// <summary>Looks below one folder for OpenVINO's C library and what must lie beside it, without loading anything.</summary>
internal static class OpenVinoFolder
{
    // The unpacked libraries, a wheel, a virtual environment, an installation prefix, Intel's archive; '*' stands for one folder name's rest.
    private static readonly string[] _layouts =
    [
        "", "libs", "openvino/libs",
        "venv/lib/python3*/site-packages/openvino/libs", "venv/Lib/site-packages/openvino/libs",
        "lib/python3*/site-packages/openvino/libs", "lib/python3*/dist-packages/openvino/libs", "Lib/site-packages/openvino/libs",
        "runtime/lib/intel64", "runtime/lib/aarch64", "runtime/bin/intel64/Release", "runtime/lib/arm64/Release",
    ];

    private static string LibraryPattern =>
        OperatingSystem.IsWindows() ? "openvino_c.dll" : OperatingSystem.IsMacOS() ? "libopenvino_c*.dylib" : "libopenvino_c.so*";

    /// <summary>Each C library below <paramref name="root"/> with the reason why it cannot be used, or null when it seems usable.</summary>
    public static IReadOnlyList<(string Library, string? Reason)> Examine(string root, SearchSurroundings surroundings)
    {
        var libraries = _layouts
            .SelectMany(layout => Expand(Path.GetFullPath(root), layout))
            .SelectMany(folder => Directory.EnumerateFiles(folder, LibraryPattern))
            .Select(RealPath)
            .Distinct()
            .OrderByDescending(path => OpenVinoVersion.OfFileName(Path.GetFileName(path)) ?? new Version())
            .ThenBy(path => path, StringComparer.Ordinal);
        return [.. libraries.Select(library => (library, Fault(library, surroundings)))];
    }

    /// <summary>Which file of a complete installation is missing beside the C library, or null.</summary>
    public static string? MissingBeside(string library, SearchSurroundings surroundings)
    {
        var folder = Path.GetDirectoryName(library)!;
        if (OperatingSystem.IsWindows())
            return MissingOf(folder, "openvino.dll", "openvino_*cpu_plugin.dll", "openvino_ir_frontend.dll");
        if (OperatingSystem.IsMacOS())
            return MissingOf(folder, "libopenvino.*dylib", "libopenvino_*cpu_plugin.so", "libopenvino_ir_frontend.*dylib");
        return MissingOf(folder, "libopenvino.so*", "libopenvino_intel_cpu_plugin.so|libopenvino_arm_cpu_plugin.so", "libopenvino_ir_frontend.so*")
            ?? (HasThreadingLibrary(folder, surroundings) ? null : "libtbb.so*");
    }

    private static string? Fault(string library, SearchSurroundings surroundings)
    {
        if (OpenVinoVersion.OfFileName(Path.GetFileName(library)) is { } version && version < OpenVinoVersion.Needed)
            return $"is version {version}, needed is {OpenVinoVersion.Needed.ToString(2)} or newer";
        return MissingBeside(library, surroundings) is { } missing ? $"lacks {missing} beside it" : null;
    }

    // Plugins and front ends may also lie in a folder openvino-VERSION there.
    private static string? MissingOf(string folder, params string[] patterns)
    {
        string[] folders = [folder, .. Directory.EnumerateDirectories(folder, "openvino-*")];
        return patterns.FirstOrDefault(pattern => !pattern.Split('|').Any(
            alternative => folders.Any(place => Directory.EnumerateFiles(place, alternative).Any())))?.Replace("|", " or ", StringComparison.Ordinal);
    }

    private static bool HasThreadingLibrary(string folder, SearchSurroundings surroundings)
    {
        string[] folders = [folder, Path.Combine(folder, "..", "..", "3rdparty", "tbb", "lib"), .. surroundings.SystemLibraryFolders];
        return folders.Any(place => Directory.Exists(place) && Directory.EnumerateFiles(place, "libtbb.so*").Any());
    }

    private static IEnumerable<string> Expand(string root, string layout)
    {
        IEnumerable<string> folders = [root];
        foreach (var part in layout.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            folders = part.Contains('*', StringComparison.Ordinal)
                ? folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateDirectories(folder, part).OrderDescending(StringComparer.Ordinal))
                : folders.Select(folder => Path.Combine(folder, part));
        }
        return folders.Where(Directory.Exists);
    }

    // The libraries find each other by the folder of the real file, so a link is followed to its end.
    private static string RealPath(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
}
