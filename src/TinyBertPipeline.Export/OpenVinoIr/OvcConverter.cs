using System.Diagnostics;
using System.Xml;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Export.Graphs;

namespace TinyBertPipeline.Export.OpenVinoIr;

/// <summary>Converts an ONNX model with <c>ovc</c>, OpenVINO's own converter, as a child process.</summary>
/// <param name="executable">The path of <c>ovc</c>.</param>
public sealed class OvcConverter(string executable)
{
    // The last one leads from the folder of the libraries in a Python environment to its programs.
    private static readonly string[] _folders = OperatingSystem.IsWindows()
        ? ["venv/Scripts", "Scripts", ".", "../../../../Scripts"]
        : ["venv/bin", "bin", ".", "../../../../../bin"];

    private static readonly TimeSpan _sampling = TimeSpan.FromMilliseconds(50);

    /// <summary>The path of <c>ovc</c>.</summary>
    public string Executable { get; } = executable;

    /// <summary>Looks for <c>ovc</c> in installation folders, then in the folders of PATH.</summary>
    /// <param name="installations">Folders that may hold an installation, as <c>artifacts/openvino</c>, in the order of preference.</param>
    /// <returns>The first that is found, or null.</returns>
    public static OvcConverter? Find(params IEnumerable<string> installations)
    {
        var name = OperatingSystem.IsWindows() ? "ovc.exe" : "ovc";
        var path = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];
        var found = installations.SelectMany(folder => _folders.Select(sub => Path.Combine(folder, sub))).Concat(path)
            .Select(folder => Path.GetFullPath(Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        return found is null ? null : new OvcConverter(found);
    }

    /// <summary>Converts; the files appear under their names only when the converter succeeded, the <c>.bin</c> before the <c>.xml</c>.</summary>
    /// <exception cref="InvalidInputException">The converter refused the model; the message is its own.</exception>
    /// <exception cref="EnvironmentException">The converter cannot be started or broke down.</exception>
    /// <exception cref="OperationCanceledException">The conversion was cancelled and its process ended.</exception>
    public async Task<OvcResult> ConvertAsync(OvcOptions options, CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        var folder = Path.GetDirectoryName(Path.GetFullPath(options.XmlPath))!;
        var workplace = Path.Combine(folder, $".ovc-{Environment.ProcessId}-{Guid.NewGuid():N}");
        Directory.CreateDirectory(workplace);
        try
        {
            var xml = Path.Combine(workplace, Path.GetFileName(options.XmlPath));
            var (log, peak) = await RunAsync(options, xml, cancellation).ConfigureAwait(false);
            Publish(Path.ChangeExtension(xml, ".bin"), Path.ChangeExtension(options.XmlPath, ".bin"));
            Publish(xml, options.XmlPath);
            return new(ReadVersion(options.XmlPath), [.. log.Where(line => !line.Contains("[ SUCCESS ]", StringComparison.Ordinal))], clock.Elapsed, peak);
        }
        finally
        {
            Directory.Delete(workplace, recursive: true);
        }
    }

    /// <summary>The command's arguments after its name.</summary>
    internal static IEnumerable<string> Arguments(OvcOptions options, string xmlPath)
    {
        yield return Path.GetFullPath(options.ModelPath);
        yield return $"--output_model={xmlPath}";
        yield return $"--compress_to_fp16={(options.CompressToFp16 ? "True" : "False")}";
        if (options.InputShape != InputShape.Dynamic)
            yield return $"--input={string.Join(',', ModelInputs.All.Select(name => name + options.InputShape))}";
    }

    private async Task<(string[] Log, long PeakMemory)> RunAsync(OvcOptions options, string xmlPath, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Executable, Arguments(options, xmlPath)) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["CI"] = "true";   // the converter sends telemetry unless it runs in a build server
        using var process = Start(start);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        long peak;
        try
        {
            peak = await WaitAsync(process, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        var (printed, complaint) = (await output.ConfigureAwait(false), (await errors.ConfigureAwait(false)).Trim());
        if (process.ExitCode != 0) throw Failed(options, process.ExitCode, complaint);
        if (!File.Exists(xmlPath)) throw new EnvironmentException($"{Executable} ended without an error but wrote no {Path.GetFileName(xmlPath)}: {printed}");
        return (printed.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), peak);
    }

    // A process that has ended no longer tells its memory, so it is asked now and then.
    private static async Task<long> WaitAsync(Process process, CancellationToken cancellation)
    {
        var peak = 0L;
        var exit = process.WaitForExitAsync(cancellation);
        while (await Task.WhenAny(exit, Task.Delay(_sampling, CancellationToken.None)).ConfigureAwait(false) != exit) peak = Math.Max(peak, PeakOf(process));
        await exit.ConfigureAwait(false);
        return peak;
    }

    private static long PeakOf(Process process)
    {
        try
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0;   // it has just ended
        }
    }

    private Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new EnvironmentException($"cannot start {Executable}: {e.Message}", e);
        }
    }

    // The converter reports what it does not accept as "[ ERROR ]"; anything else is a breakdown of its own (Python, libraries).
    private Exception Failed(OvcOptions options, int exitCode, string complaint)
    {
        var at = complaint.IndexOf("[ ERROR ]", StringComparison.Ordinal);
        return at >= 0
            ? new InvalidInputException(InputKind.Model, options.ModelPath, $"ovc refused it: {complaint[(at + "[ ERROR ]".Length)..].Trim()}")
            : new EnvironmentException($"{Executable} failed with exit code {exitCode}: {complaint}");
    }

    private static void Publish(string from, string to)
    {
        using var content = File.OpenRead(from);
        AtomicFile.Write(to, content.CopyTo);
    }

    private static string ReadVersion(string xmlPath)
    {
        using var reader = XmlReader.Create(xmlPath, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        return reader.ReadToFollowing("Runtime_version") ? reader.GetAttribute("value") ?? "" : "";
    }
}

/// <summary>A conversion by OpenVINO's own converter.</summary>
public sealed record OvcOptions
{
    /// <summary>The ONNX file to convert.</summary>
    public required string ModelPath { get; init; }

    /// <summary>The IR to write; the <c>.bin</c> file gets the same name.</summary>
    public required string XmlPath { get; init; }

    /// <summary>Stores the weights as 16-bit floats.</summary>
    public bool CompressToFp16 { get; init; }

    /// <summary>The shape of the inputs; dynamic unless stated.</summary>
    public InputShape InputShape { get; init; } = InputShape.Dynamic;
}

/// <summary>What OpenVINO's converter did.</summary>
/// <param name="Version">Its version, from the file that it wrote.</param>
/// <param name="Warnings">What it printed beside its success: notices and warnings, one line each.</param>
/// <param name="Duration">Start of the process to the renamed files.</param>
/// <param name="PeakMemory">The most memory that its process was seen to hold, in bytes.</param>
public sealed record OvcResult(string Version, IReadOnlyList<string> Warnings, TimeSpan Duration, long PeakMemory);
