using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using TinyBertPipeline.Core;

namespace TinyBertPipeline.Inference.OpenVino.Installation;

/// <summary>Fetches the <c>openvino</c> wheel of the pinned version with pip, where the machine has one.</summary>
public sealed class PipDownload
{
    /// <summary>The version that is fetched: the one that everything here is tested with.</summary>
    public const string Version = "2026.4.1";

    // Wheels whose content is known. Others hold the same libraries for another Python: pip and the wheel's own RECORD vouch for them.
    private static readonly Dictionary<string, string> _hashes = new()
    {
        ["openvino-2026.4.1-22982-cp311-cp311-manylinux_2_28_x86_64.whl"] = "2d22b1da03f7caf74df30e9f6417d0ab2f637e4a38e08e1dcd294d2c37407aaf",
    };

    private readonly string _python;

    private PipDownload(string python) => _python = python;

    /// <summary>The wheel that a machine like this one takes, as PyPI names it; any Python version's will do.</summary>
    public static string WheelName
    {
        get
        {
            var arm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
            var platform = OperatingSystem.IsWindows() ? "win_amd64" : OperatingSystem.IsMacOS() ? "macosx_*_arm64"
                : arm ? "manylinux_*_aarch64" : "manylinux_2_28_x86_64";
            return $"openvino-{Version}-22982-cp311-cp311-{platform}.whl";
        }
    }

    /// <summary>The Python on PATH that pip is asked of, or null.</summary>
    public static PipDownload? Find() => Find(Environment.GetEnvironmentVariable("PATH"));

    internal static PipDownload? Find(string? path)
    {
        string[] names = OperatingSystem.IsWindows() ? ["python3.exe", "python.exe"] : ["python3"];
        var found = (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => names.Select(name => Path.GetFullPath(Path.Combine(folder, name)))).FirstOrDefault(File.Exists);
        return found is null ? null : new PipDownload(found);
    }

    /// <summary>What is missing where <see cref="Find()"/> finds nothing: what to fetch by hand.</summary>
    public static EnvironmentException NotFound() => Fault("there is no python3 on PATH whose pip could fetch OpenVINO");

    /// <summary>Downloads the wheel, and nothing that it depends on, into a folder.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="cancellation">Ends pip.</param>
    /// <returns>The wheel's path; what is in it <see cref="OpenVinoWheel"/> examines.</returns>
    /// <exception cref="EnvironmentException">There is no pip, it failed, or what came is not what is known under that name.</exception>
    public async Task<string> RunAsync(string folder, CancellationToken cancellation = default)
    {
        // A source distribution would run its own code.
        var start = new ProcessStartInfo(_python,
            ["-m", "pip", "download", $"openvino=={Version}", "--no-deps", "--only-binary", ":all:", "--disable-pip-version-check", "-d", folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var (code, complaint) = await RunAsync(start, cancellation).ConfigureAwait(false);
        if (code != 0) throw Fault($"{_python} -m pip could not fetch openvino=={Version}: {complaint}");
        string[] wheels = [.. Directory.EnumerateFiles(folder, "*.whl")];
        if (wheels is not [var wheel]) throw Fault($"{_python} -m pip left {wheels.Length} wheels, expected openvino {Version} alone");
        ThrowIfAnother(wheel);
        return wheel;
    }

    private static async Task<(int ExitCode, string Complaint)> RunAsync(ProcessStartInfo start, CancellationToken cancellation)
    {
        using var process = Start(start);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        await output.ConfigureAwait(false);
        var lines = (await errors.ConfigureAwait(false)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        // The last line is the reason; a program's text does not speak to the terminal.
        var reason = lines.Length == 0 ? $"exit code {process.ExitCode}" : string.Concat(lines[^1].Where(character => !char.IsControl(character)));
        return (process.ExitCode, reason);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw Fault($"cannot start {start.FileName}: {e.Message}");
        }
    }

    private static void ThrowIfAnother(string wheel)
    {
        var name = Path.GetFileName(wheel);
        if (!name.StartsWith($"openvino-{Version}-", StringComparison.Ordinal)) throw Fault($"pip fetched {name}, expected openvino {Version}");
        if (!_hashes.TryGetValue(name, out var expected)) return;
        using var stream = File.OpenRead(wheel);
        var found = Convert.ToHexStringLower(SHA256.HashData(stream));
        if (found != expected) throw Fault($"pip fetched a {name} with SHA-256 {found}, the one that is known has {expected}");
    }

    private static EnvironmentException Fault(string message)
    {
        var hash = _hashes.TryGetValue(WheelName, out var known) ? $" (SHA-256 {known})" : "";
        return new($"{message}. By hand: {WheelName} of https://pypi.org/project/openvino/{Version}/#files{hash}, or that of another Python version")
        {
            Remedy = new Remedy(RemedyKind.GiveOpenVinoWheel, WheelName),
        };
    }
}
