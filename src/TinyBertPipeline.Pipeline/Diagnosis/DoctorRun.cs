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
        return new DoctorReport(
            ExamineLibTorch(),
            [NativeLibraries.OnnxRuntime(), NativeLibraries.OpenVino(openVino)],
            ovc?.Executable,
            MachineRecord.Read(),
            new DriveInfo(Path.GetFullPath(".")).AvailableFreeSpace);
    }

    private static NativeLibraryStatus ExamineLibTorch()
    {
        const string Name = "libtorch";
        const string Needed = "2.10";
        const string Remedy = "'dotnet build' or 'dotnet publish' of this program for this system brings libtorch into the program's folder; export, convert, evaluate and predict "
            + "work without it";
        try
        {
            LibTorch.EnsureLoaded();
            return new NativeLibraryStatus(Name, Needed, LibTorch.Version, LibTorch.Folder, null, null, []);
        }
        catch (EnvironmentException e)
        {
            return new NativeLibraryStatus(Name, Needed, null, null, e.Message, Remedy, []);
        }
    }
}
