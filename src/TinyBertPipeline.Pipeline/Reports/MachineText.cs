using TinyBertPipeline.Core.Machine;

namespace TinyBertPipeline.Pipeline.Reports;

/// <summary>The machine in one line, for reports.</summary>
public static class MachineText
{
    /// <summary>Processor, number of processors in use, and the features that matter for precision.</summary>
    public static string Describe(MachineRecord machine) => $"{machine.Cpu.Model}, {machine.Processors} processors ({string.Join(", ", machine.Cpu.Names)})";

    /// <summary>This machine as it is now.</summary>
    public static string Describe() => Describe(MachineRecord.Read());
}
