using System.IO.Compression;
using System.Runtime.InteropServices;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Inference.OpenVino.Installation;

/// <summary>Unpacks OpenVINO's native libraries and licences from an <c>openvino</c> wheel, which is a zip file; Python is not needed.</summary>
public static class OpenVinoWheel
{
    // Beginnings of the names of what running IR and ONNX models on the CPU takes, and of what places its threads.
    private static readonly string[] _needed =
    [
        "openvino_c.", "openvino.", "openvino_intel_cpu_plugin.", "openvino_arm_cpu_plugin.", "openvino_ir_frontend.", "openvino_onnx_frontend.",
        "tbb.", "tbb12.", "tbbbind", "tbbmalloc", "hwloc",
    ];

    /// <summary>
    /// Installs into <c>openvino</c> below <paramref name="folder"/>, where <see cref="OpenVinoSearch"/> finds the libraries; whatever else lies
    /// in the folder (a Python environment with OpenVINO's converter, say) stays as it is. The installation is complete or untouched: everything is
    /// unpacked elsewhere, compared with the wheel's own list of hashes, and then moved into place.
    /// </summary>
    /// <param name="wheelFile">The <c>openvino-*.whl</c> file.</param>
    /// <param name="folder">The folder to install below; an <c>openvino</c> in it is replaced when we unpacked it.</param>
    /// <param name="progress">Is told each file's name before it is unpacked.</param>
    /// <param name="overwrite">Whether an <c>openvino</c> of another may give way: it is given another name, nothing of it is removed.</param>
    /// <returns>The folder that holds the libraries.</returns>
    /// <exception cref="InvalidInputException">The file is no such wheel, is for another platform or too old, is damaged or unsafe.</exception>
    /// <exception cref="EnvironmentException">The folder cannot be written.</exception>
    public static string Install(string wheelFile, string folder, IProgress<string>? progress = null, bool overwrite = false)
    {
        if (!File.Exists(wheelFile)) throw Refuse(wheelFile, "no such file");
        var target = Path.GetFullPath(folder);
        var installation = Path.Combine(target, "openvino");
        var isForeign = IsForeign(installation);
        if (isForeign && !overwrite)
        {
            throw new InvalidInputException(InputKind.Configuration, installation, "was not unpacked by this program, or was changed since")
            {
                Remedy = new Remedy(RemedyKind.Overwrite, installation),
            };
        }
        try
        {
            using var zip = ZipFile.OpenRead(wheelFile);
            var record = WheelRecord.Read(wheelFile, zip);
            ThrowIfUnfit(wheelFile, record);
            Replace(target, installation, keepsOld: isForeign, temporary => Unpack(wheelFile, zip, record, temporary, progress));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidInputException(InputKind.Configuration, wheelFile, $"is no wheel: {e.Message}", inner: e);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw new EnvironmentException($"cannot install OpenVINO into {folder}: {e.Message}", e);
        }
        return Path.Combine(installation, "libs");
    }

    internal static InvalidInputException Refuse(string wheelFile, string message) => new(InputKind.Configuration, wheelFile, message);

    private static bool IsForeign(string installation) =>
        !OutputFolder.IsPlain(installation) || (Directory.Exists(installation) && WrittenFiles.Foreign(installation).Count > 0);

    private static void ThrowIfUnfit(string wheelFile, WheelRecord record)
    {
        if (record.Package != "openvino") throw Refuse(wheelFile, $"is the package '{record.Package}', expected 'openvino'");
        if (OpenVinoVersion.OfBuild(record.Version) is not { } version || version < OpenVinoVersion.Needed)
            throw Refuse(wheelFile, $"is version {record.Version}, needed is {OpenVinoVersion.Needed.ToString(2)} or newer");
        var (system, architecture) = HostTags();
        if (!record.Tags.Any(tag => system.Any(name => tag.Contains(name, StringComparison.Ordinal))
            && architecture.Any(name => tag.EndsWith(name, StringComparison.Ordinal))))
        {
            throw Refuse(wheelFile, $"is for {string.Join(", ", record.Tags)}, this machine is {RuntimeInformation.RuntimeIdentifier}");
        }
    }

    private static (string[] System, string[] Architecture) HostTags()
    {
        string[] architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? ["aarch64", "arm64"] : ["x86_64", "amd64"];
        if (OperatingSystem.IsWindows()) return (["win"], architecture);
        return (OperatingSystem.IsMacOS() ? ["macosx"] : ["linux"], architecture);
    }

    private static void Unpack(string wheelFile, ZipArchive zip, WheelRecord record, string folder, IProgress<string>? progress)
    {
        var libraries = 0;
        foreach (var entry in zip.Entries)
        {
            var name = entry.FullName;
            var isLibrary = name == "openvino/libs/" + entry.Name && IsNeeded(entry.Name);
            var licence = name.IndexOf(".dist-info/licenses/", StringComparison.Ordinal);
            var isLicence = licence > 0 && entry.Name.Length > 0;
            if (!isLibrary && !isLicence) continue;
            progress?.Report(name);
            record.Extract(entry, Path.Combine(folder, isLibrary ? name["openvino/".Length..] : name[(licence + ".dist-info/".Length)..]));
            if (isLibrary) libraries++;
        }
        if (libraries == 0) throw Refuse(wheelFile, "holds no native libraries in openvino/libs");
    }

    private static bool IsNeeded(string file)
    {
        var name = file.StartsWith("lib", StringComparison.Ordinal) ? file[3..] : file;
        return _needed.Any(needed => name.StartsWith(needed, StringComparison.Ordinal))
            && (name.Contains(".so", StringComparison.Ordinal) || name.EndsWith(".dll", StringComparison.Ordinal)
                || name.EndsWith(".dylib", StringComparison.Ordinal));
    }

    // Unpacks beside the target, so that a target that is new does not come to exist for a wheel that is refused.
    private static void Replace(string target, string installation, bool keepsOld, Action<string> fill)
    {
        var temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        var old = keepsOld ? $"{installation}-{Guid.NewGuid():N}" : temporary + ".old";
        try
        {
            Directory.CreateDirectory(temporary);
            fill(temporary);
            WrittenFiles.ListAll(temporary);
            Directory.CreateDirectory(target);
            if (Directory.Exists(installation)) Directory.Move(installation, old);
            Directory.Move(temporary, installation);
        }
        finally
        {
            if (Directory.Exists(old) && !Directory.Exists(installation)) Directory.Move(old, installation);
            string[] rests = keepsOld ? [temporary] : [temporary, old];
            foreach (var rest in rests.Where(Directory.Exists)) Directory.Delete(rest, recursive: true);
        }
    }
}
