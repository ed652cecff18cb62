using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TinyBertPipeline.Core;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training;

/// <summary>
/// Loads libtorch before TorchSharp does: where that fails TorchSharp names a wrong cause and copies hundreds of megabytes about, while the
/// system's loader says what is missing.
/// </summary>
public static partial class LibTorch
{
    private static readonly string[] _names = OperatingSystem.IsWindows() ? ["torch_cpu.dll", "LibTorchSharp.dll"]
        : OperatingSystem.IsMacOS() ? ["libtorch_cpu.dylib", "libLibTorchSharp.dylib"]
        : ["libtorch_cpu.so", "libLibTorchSharp.so"];

    private static readonly Lock _gate = new();
    private static bool _isLoaded;

    /// <summary>Makes sure that libtorch is there and loads.</summary>
    /// <exception cref="EnvironmentException">It does not; the message has the system's reason and the remedy.</exception>
    public static void EnsureLoaded()
    {
        lock (_gate)
        {
            if (_isLoaded) return;
            Load(Folder);
            _isLoaded = true;
        }
    }

    /// <summary>
    /// The folder with the libraries: that of the program, or where its packages keep the libraries of a platform; that of the program when
    /// they are nowhere.
    /// </summary>
    public static string Folder => FindFolder([AppContext.BaseDirectory, .. NativeFolders()]);

    /// <summary>Whether an exception of libtorch says that there is not enough memory; it has no other sign than the text.</summary>
    public static bool IsOutOfMemory(Exception exception) => exception is ExternalException
        && (exception.Message.Contains("DefaultCPUAllocator", StringComparison.Ordinal)
            || exception.Message.Contains("std::bad_alloc", StringComparison.Ordinal));

    /// <summary>The version of libtorch.</summary>
    public static string Version => __version__;

    /// <summary>
    /// Two settings of the process that double a training's speed, or more; each gives way to the user's own environment variable. Threads
    /// sleep between two operations: by default they spin, and where another process wants a core as well a step takes ten times as long.
    /// (OpenMP reads that variable when it is loaded, from the native environment, which .NET does not write to.) And freed memory is kept:
    /// by default every large tensor is mapped and unmapped, and an eighth of the time goes into page faults.
    /// </summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "has to precede whichever use of libtorch comes first")]
    internal static void PrepareProcess()
    {
        if (!OperatingSystem.IsLinux()) return;
        _ = setenv("OMP_WAIT_POLICY", "passive", 0);
        const int TrimThreshold = -1, MmapThreshold = -3;   // names of mallopt's parameters in malloc.h
        if (Environment.GetEnvironmentVariable("MALLOC_MMAP_THRESHOLD_") is null) _ = mallopt(MmapThreshold, 1 << 25);
        if (Environment.GetEnvironmentVariable("MALLOC_TRIM_THRESHOLD_") is null) _ = mallopt(TrimThreshold, 1 << 30);
    }

    /// <summary>The first of the folders that holds libtorch, else the first.</summary>
    internal static string FindFolder(IReadOnlyList<string> folders) =>
        folders.FirstOrDefault(folder => File.Exists(Path.Combine(folder, _names[0]))) ?? folders[0];

    /// <summary>Loads the libraries of a folder, libtorch before the one that needs it.</summary>
    internal static void Load(string folder)
    {
        foreach (var name in _names)
        {
            var path = Path.Combine(folder, name);
            if (!File.Exists(path))
            {
                throw new EnvironmentException(
                    $"libtorch is not installed: {path} is missing; "
                    + "training and the torch engine need it (build or publish the program for this system)");
            }
            try
            {
                NativeLibrary.Load(path);
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
            {
                throw new EnvironmentException($"libtorch does not load: {Reason(e)}", e);
            }
        }
    }

    // Without a runtime identifier the libraries lie in runtimes/PLATFORM/native below the program.
    private static string[] NativeFolders() =>
        (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string)
            ?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];

    // .NET's first line says that loading failed; the loader's own lines follow, of which one with a version tells most.
    internal static string Reason(Exception e)
    {
        var lines = e.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var line = lines.FirstOrDefault(line => line.Contains("version `", StringComparison.Ordinal))
            ?? (lines.Length > 1 ? lines[1] : lines[0]);
        var remedy = line.Contains("GLIBC", StringComparison.Ordinal)
            ? "; the system's C++ library is older than the file was built for, and the build step that relaxes this has not run on it"
            : "";
        return line + remedy;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);

    [LibraryImport("libc")]
    private static partial int mallopt(int parameter, int value);
}
