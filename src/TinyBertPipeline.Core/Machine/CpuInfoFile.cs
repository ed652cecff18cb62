namespace TinyBertPipeline.Core.Machine;

/// <summary>Reads Linux's <c>/proc/cpuinfo</c>, on x86 (<c>flags</c>) and ARM (<c>Features</c>).</summary>
internal static class CpuInfoFile
{
    public static CpuFeatures Parse(string text)
    {
        var cores = 0;
        var model = "";
        HashSet<string> flags = [];
        foreach (var line in text.Split('\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0) continue;
            var value = line[(colon + 1)..].Trim();
            switch (line[..colon].Trim())
            {
                case "processor":
                    cores++;
                    break;
                case "model name" or "Model":
                    model = value;
                    break;
                case "flags" or "Features":
                    flags = [.. value.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
                    break;
            }
        }
        return new CpuFeatures
        {
            Model = model.Length > 0 ? model : "unknown",
            LogicalCores = Math.Max(1, cores),
            Avx2 = flags.Contains("avx2"),
            Avx512 = flags.Contains("avx512f"),
            Vnni = flags.Overlaps(["avx512_vnni", "avx_vnni", "asimddp"]),
            Bf16 = flags.Overlaps(["avx512_bf16", "bf16"]),
            AmxBf16 = flags.Contains("amx_bf16"),
            AmxInt8 = flags.Contains("amx_int8"),
        };
    }
}
