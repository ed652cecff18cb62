namespace TinyBertPipeline.Core.Machine;

/// <summary>What the processor has that decides which precision is fast.</summary>
public sealed record CpuFeatures
{
    /// <summary>The processor's name as it gives it itself.</summary>
    public required string Model { get; init; }

    /// <summary>Logical cores of the machine, whatever part of them this process may use.</summary>
    public required int LogicalCores { get; init; }

    /// <summary>256-bit vectors of integers and fused multiply-add.</summary>
    public bool Avx2 { get; init; }

    /// <summary>512-bit vectors.</summary>
    public bool Avx512 { get; init; }

    /// <summary>Dot products of 8-bit integers (AVX512-VNNI, AVX-VNNI, or ARM's dot product).</summary>
    public bool Vnni { get; init; }

    /// <summary>Dot products of bf16 (AVX512-BF16, or ARM's bf16).</summary>
    public bool Bf16 { get; init; }

    /// <summary>Matrix unit for bf16.</summary>
    public bool AmxBf16 { get; init; }

    /// <summary>Matrix unit for 8-bit integers.</summary>
    public bool AmxInt8 { get; init; }

    /// <summary>The names of the features that are there.</summary>
    public IReadOnlyList<string> Names =>
    [
        .. new (string Name, bool Present)[]
        {
            ("AVX2", Avx2), ("AVX-512", Avx512), ("VNNI", Vnni), ("BF16", Bf16), ("AMX-BF16", AmxBf16), ("AMX-INT8", AmxInt8),
        }.Where(feature => feature.Present).Select(feature => feature.Name),
    ];

    /// <summary>
    /// What the features mean for each precision, one sentence each: f32, bf16, INT8. Whether bf16 is faster than f32 follows from no feature:
    /// of two processors with AVX512-BF16 one was slower with it and the other 1.6 times as fast. It has to be measured.
    /// </summary>
    public IReadOnlyList<string> PrecisionAdvice =>
    [
        Avx512 ? "f32: fast (AVX-512)" : Avx2 ? "f32: AVX2; a processor with AVX-512 is faster" : "f32: slow, the processor has no AVX2",
        (AmxBf16, Bf16) switch
        {
            (true, _) => "bf16: supported, by a matrix unit (AMX)",
            (_, true) => "bf16: supported, by dot products",
            _ => "bf16: not supported by the processor, use f32",
        },
        (AmxInt8, Vnni) switch
        {
            (true, _) => "INT8: recommended (AMX), with symmetric activations",
            (_, true) => "INT8: recommended (VNNI)",
            _ => "INT8: little gain without VNNI, and sums can saturate; compare it with f32 on this machine",
        },
    ];

    /// <summary>Reads the features of this machine: from <c>/proc/cpuinfo</c> on Linux, from the processor itself elsewhere.</summary>
    public static CpuFeatures Detect() =>
        OperatingSystem.IsLinux() && File.Exists("/proc/cpuinfo") ? CpuInfoFile.Parse(File.ReadAllText("/proc/cpuinfo")) : CpuIdentification.Read();
}
