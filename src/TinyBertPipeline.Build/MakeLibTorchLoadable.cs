using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Build.Framework;
using Task = Microsoft.Build.Utilities.Task;

namespace TinyBertPipeline.Build;

/// <summary>
/// Makes <c>libLibTorchSharp.so</c> of TorchSharp 0.107.0 load where the system's libstdc++ is older than GCC 13. The library asks for
/// GLIBCXX_3.4.32 but uses nothing of it (only an initialiser that older libraries run by themselves), so the need is marked weak, in a
/// new file in the output folder: the package cache, to which the output may be a link, is never written. Any other version of the
/// library (another SHA-256) is left alone, and so is every library where the system offers the version.
/// </summary>
public sealed class MakeLibTorchLoadable : Task
{
    /// <summary>SHA-256 of the one library that is known to need the change.</summary>
    public const string KnownSha256 = "cf33b1b0bb6bbb9754a768fb5c5d04d9f498603be50e73f55621a0b40ee608b8";

    /// <summary>The symbol version that nothing in the library needs.</summary>
    public const string NeedlessVersion = "GLIBCXX_3.4.32";

    /// <summary>The output or publish folder.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>The libstdc++ of the system, for tests; found by the usual folders when empty.</summary>
    public string StandardLibrary { get; set; } = "";

    /// <summary>Marks the need weak where that is due; false (with a build error) when the library cannot be read or replaced.</summary>
    public override bool Execute()
    {
        try
        {
            RemoveStaleCopy();
            var library = Path.Combine(Folder, "libLibTorchSharp.so");
            if (!File.Exists(library) || SystemOffersVersion()) return true;
            if (MarkWeak(library)) Log.LogMessage(MessageImportance.High, $"libLibTorchSharp.so: marked {NeedlessVersion} weak in {Folder}");
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Log.LogError($"cannot make libLibTorchSharp.so in {Folder} loadable: {e.Message}");
            return false;
        }
    }

    /// <summary>Replaces <paramref name="library"/> by a copy with the weak mark; false when it is not the known library or was marked before.</summary>
    public static bool MarkWeak(string library)
    {
        var bytes = File.ReadAllBytes(library);
        if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != KnownSha256) return false;
        var flags = ElfVersionNeeds.FindFlags(bytes, NeedlessVersion);
        if (flags < 0 || !ElfVersionNeeds.MarkWeak(bytes, flags)) return false;
        var temporary = $"{library}.{Environment.ProcessId}.tmp";
        File.WriteAllBytes(temporary, bytes);
        File.SetLastWriteTimeUtc(temporary, File.GetLastWriteTimeUtc(library));   // same size and time: the next build's copy step skips it
        File.Move(temporary, library, overwrite: true);
        return true;
    }

    /// <summary>After a failed load TorchSharp copies the unpatched natives into a folder <c>cpu</c>, which it would then prefer.</summary>
    private void RemoveStaleCopy()
    {
        var stale = Path.Combine(Folder, "cpu");
        if (File.Exists(Path.Combine(stale, "libLibTorchSharp.so"))) Directory.Delete(stale, recursive: true);
    }

    private bool SystemOffersVersion()
    {
        var library = StandardLibrary.Length > 0 ? StandardLibrary : FindStandardLibrary();
        return library is not null && File.ReadAllBytes(library).AsSpan().IndexOf("GLIBCXX_3.4.32\0"u8) >= 0;
    }

    private static string? FindStandardLibrary()
    {
        var triplet = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
        return new[] { $"/usr/lib/{triplet}", $"/lib/{triplet}", "/usr/lib64", "/lib64", "/usr/lib" }
            .Select(folder => Path.Combine(folder, "libstdc++.so.6")).FirstOrDefault(File.Exists);
    }
}
