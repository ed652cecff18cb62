using System.Globalization;
using System.Runtime.InteropServices;

namespace TinyBertPipeline.Core.Machine;

/// <summary>The machine that a measurement was made on, as far as it explains the figures.</summary>
/// <param name="Cpu">The processor and its features.</param>
/// <param name="Processors">Logical processors that this process may use.</param>
/// <param name="CpuQuota">The control group's quota in processors, or null.</param>
/// <param name="LoadAverage">Mean number of running processes over the last minute, read before measuring; null where it is not known.</param>
/// <param name="MemoryBytes">Memory that this process may use.</param>
/// <param name="OperatingSystem">The operating system.</param>
/// <param name="Runtime">The .NET runtime.</param>
public sealed record MachineRecord(
    CpuFeatures Cpu,
    int Processors,
    double? CpuQuota,
    double? LoadAverage,
    long MemoryBytes,
    string OperatingSystem,
    string Runtime)
{
    /// <summary>Reads the machine as it is now.</summary>
    public static MachineRecord Read() => new(
        CpuFeatures.Detect(),
        Environment.ProcessorCount,
        CgroupQuota.Read(),
        ReadLoadAverage(),
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription);

    /// <summary>The machine in one line, for reports: processor, number of processors in use, and the features that matter for precision.</summary>
    public string Describe() => $"{Cpu.Model}, {Processors} processors ({string.Join(", ", Cpu.Names)})";

    private static double? ReadLoadAverage()
    {
        const string Source = "/proc/loadavg";
        if (!File.Exists(Source)) return null;
        var first = File.ReadAllText(Source).Split(' ')[0];
        return double.TryParse(first, NumberStyles.Float, CultureInfo.InvariantCulture, out var load) ? load : null;
    }
}
