using TinyBertPipeline.Core.Machine;

namespace TinyBertPipeline.Core.Tests.Machine;

public sealed class CpuFeaturesTests
{
    [Theory]
    [InlineData("fpu sse4_2 avx", "")]
    [InlineData("avx2 fma", "AVX2")]
    [InlineData("avx2 avx_vnni", "AVX2 VNNI")]
    [InlineData("avx2 avx512f avx512bw avx512_vnni", "AVX2 AVX-512 VNNI")]
    [InlineData("avx2 avx512f avx512_vnni avx512_bf16", "AVX2 AVX-512 VNNI BF16")]
    [InlineData("avx2 avx512f avx512_vnni avx512_bf16 amx_bf16 amx_tile amx_int8", "AVX2 AVX-512 VNNI BF16 AMX-BF16 AMX-INT8")]
    public void FlagsOfX86AreRead(string flags, string features)
    {
        var cpu = CpuInfoFile.Parse($"processor\t: 0\nmodel name\t: Example CPU @ 2.00GHz\nflags\t\t: {flags}\n\nprocessor\t: 1\nmodel name\t: Example CPU @ 2.00GHz\nflags\t\t: {flags}\n");
        Assert.Equal(("Example CPU @ 2.00GHz", 2), (cpu.Model, cpu.LogicalCores));
        Assert.Equal(features, string.Join(' ', cpu.Names));
    }

    [Fact]
    public void FeaturesOfArmAreRead()
    {
        var cpu = CpuInfoFile.Parse("processor\t: 0\nBogoMIPS\t: 50.00\nFeatures\t: fp asimd asimddp bf16 i8mm\nCPU part\t: 0xd40\n");
        Assert.Equal(("unknown", 1), (cpu.Model, cpu.LogicalCores));
        Assert.Equal(["VNNI", "BF16"], cpu.Names);
    }

    [Theory]
    [InlineData("avx2", "f32: AVX2", "bf16: not supported", "INT8: little gain")]
    [InlineData("avx2 avx512f avx512_vnni", "f32: fast", "bf16: not supported", "INT8: recommended (VNNI)")]
    [InlineData("avx2 avx512f avx512_vnni avx512_bf16", "f32: fast", "bf16: supported, by dot products", "INT8: recommended (VNNI)")]
    [InlineData("avx2 avx512f avx512_vnni avx512_bf16 amx_bf16 amx_int8", "f32: fast", "bf16: supported, by a matrix unit", "INT8: recommended (AMX)")]
    [InlineData("sse4_2", "f32: slow", "bf16: not supported", "INT8: little gain")]
    public void FeaturesDecideWhichPrecisionIsAdvised(string flags, string f32, string bf16, string int8)
    {
        var advice = CpuInfoFile.Parse($"processor: 0\nflags: {flags}\n").PrecisionAdvice;
        Assert.Equal(3, advice.Count);
        Assert.Contains(f32, advice[0], StringComparison.Ordinal);
        Assert.Contains(bf16, advice[1], StringComparison.Ordinal);
        Assert.Contains(int8, advice[2], StringComparison.Ordinal);
    }

    [Fact]
    public void TheProcessorItselfKnowsEveryFeatureThatTheSystemReports()
    {
        var reported = CpuFeatures.Detect();
        var asked = CpuIdentification.Read();
        Assert.NotEmpty(reported.Model);
        Assert.True(reported.LogicalCores >= 1);
        if (System.Runtime.Intrinsics.X86.X86Base.IsSupported) Assert.Subset(asked.Names.ToHashSet(), reported.Names.ToHashSet());
    }
}
