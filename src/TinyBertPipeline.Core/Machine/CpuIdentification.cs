using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace TinyBertPipeline.Core.Machine;

/// <summary>
/// Asks the processor itself, where no file tells: CPUID leaf 7 of x86 (Intel's Software Developer's Manual, volume 2A, table 3-8), and what
/// the runtime knows of ARM.
/// </summary>
internal static class CpuIdentification
{
    public static CpuFeatures Read()
    {
        if (X86Base.IsSupported) return ReadX86();
        return new CpuFeatures
        {
            Model = RuntimeInformation.ProcessArchitecture.ToString(),
            LogicalCores = Environment.ProcessorCount,
            Vnni = Dp.IsSupported,
        };
    }

    private static CpuFeatures ReadX86()
    {
        var highest = X86Base.CpuId(0, 0).Eax;
        var (_, features, more, last) = highest >= 7 ? X86Base.CpuId(7, 0) : default;
        var extended = highest >= 7 ? X86Base.CpuId(7, 1).Eax : 0;
        return new CpuFeatures
        {
            Model = ReadBrand(),
            LogicalCores = Environment.ProcessorCount,
            // The runtime also asks whether the operating system saves the wide registers.
            Avx2 = System.Runtime.Intrinsics.X86.Avx2.IsSupported,
            Avx512 = Has(features, 16) && Avx512F.IsSupported,
            Vnni = (Has(more, 11) && Avx512F.IsSupported) || (Has(extended, 4) && System.Runtime.Intrinsics.X86.Avx2.IsSupported),
            Bf16 = Has(extended, 5) && Avx512F.IsSupported,
            AmxBf16 = Has(last, 22),
            AmxInt8 = Has(last, 25),
        };
    }

    private static bool Has(int register, int bit) => (register >> bit & 1) == 1;

    private static string ReadBrand()
    {
        if ((uint)X86Base.CpuId(unchecked((int)0x80000000), 0).Eax < 0x80000004) return "unknown";
        Span<int> registers = stackalloc int[12];
        for (var leaf = 0; leaf < 3; leaf++)
        {
            (registers[4 * leaf], registers[4 * leaf + 1], registers[4 * leaf + 2], registers[4 * leaf + 3]) =
                X86Base.CpuId(unchecked((int)(0x80000002 + leaf)), 0);
        }
        return Encoding.ASCII.GetString(MemoryMarshal.AsBytes(registers)).TrimEnd('\0').Trim();
    }
}
