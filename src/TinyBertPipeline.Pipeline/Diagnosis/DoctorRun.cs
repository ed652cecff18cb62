using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Machine;
using TinyBertPipeline.Export.OpenVinoIr;
using TinyBertPipeline.Inference.Diagnostics;
using TinyBertPipeline.Pipeline.Conversion;
using TinyBertPipeline.Training;

namespace TinyBertPipeline.Pipeline.Diagnosis;

/// <summary>Looks at what this machine offers: each native library by loading it, processor, memory, disk.</summary>
public static class DoctorRun
{
    /// <summary>Examines the machine.</summary>
    /// <param name="openVino">Folder with OpenVINO's libraries, or null to look in the usual places.</param>
    public static DoctorReport Run(string? openVino)
    {
        var ovc = OvcConverter.Find(ConversionRun.Installations(openVino));
        var machine = MachineRecord.Read();
        var (openVinoStatus, precision) = ExamineOpenVino(machine.Cpu, openVino);
        return new DoctorReport(
            ExamineLibTorch(),
            [NativeLibraries.OnnxRuntime(), openVinoStatus],
            ovc?.Executable,
            machine,
            precision,
            new DriveInfo(Path.GetFullPath(".")).AvailableFreeSpace);
    }

    // A library that loads may still lack its CPU plugin or a front end, which shows only with a model.
    private static (NativeLibraryStatus Status, PrecisionTrial? Precision) ExamineOpenVino(CpuFeatures cpu, string? folder)
    {
        var status = NativeLibraries.OpenVino(folder);
        if (!status.IsUsable) return (status, null);
        try
        {
            return (status, PrecisionTrial.Measure(cpu, folder));
        }
        catch (EnvironmentException e)
        {
            return (status with { Fault = e.Message, Remedy = new Remedy(RemedyKind.InstallOpenVino) }, null);
        }
    }

    private static NativeLibraryStatus ExamineLibTorch()
    {
        const string Name = "libtorch";
        const string Needed = "2.10";
        try
        {
            LibTorch.EnsureLoaded();
            return new NativeLibraryStatus(Name, Needed, LibTorch.Version, LibTorch.Folder, null, null, []);
        }
        catch (EnvironmentException e)
        {
            return new NativeLibraryStatus(Name, Needed, null, null, e.Message, new Remedy(RemedyKind.InstallLibTorch), []);
        }
    }
}
