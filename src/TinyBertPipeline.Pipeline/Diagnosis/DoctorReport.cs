using System.Globalization;
using System.Text;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Machine;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Inference.Diagnostics;

namespace TinyBertPipeline.Pipeline.Diagnosis;

/// <summary>What was found on the machine.</summary>
/// <param name="Training">libtorch.</param>
/// <param name="Inference">The engines' libraries.</param>
/// <param name="Ovc">OpenVINO's own converter, or null.</param>
/// <param name="Machine">Processor, threads, memory.</param>
/// <param name="Precision">bf16 beside f32 on this machine; null without OpenVINO, or where the processor has no bf16.</param>
/// <param name="FreeDiskBytes">Free space where the command was started.</param>
public sealed record DoctorReport(
    NativeLibraryStatus Training,
    IReadOnlyList<NativeLibraryStatus> Inference,
    string? Ovc,
    MachineRecord Machine,
    PrecisionTrial? Precision,
    long FreeDiskBytes)
{
    /// <summary>Why training or inference cannot work, or null: libtorch and one inference engine are needed.</summary>
    public string? Missing =>
        !Training.IsUsable ? $"training cannot work: {Training.Fault}"
        : Inference.Any(library => library.IsUsable) ? null
        : "inference cannot work: " + string.Join("; ", Inference.Select(library => $"{library.Name}: {library.Fault}"));

    /// <summary>The report for people.</summary>
    /// <param name="word">Words a remedy for the reader.</param>
    public Report ToReport(Func<Remedy, string> word)
    {
        var text = new StringBuilder();
        foreach (var library in Inference.Prepend(Training)) Append(text, library, word);
        text.Append(Ovc is null ? "absent  ovc: not in artifacts/openvino/venv or on PATH; the builtin converter needs none\n" : $"ok      ovc: {Ovc}\n");
        text.Append(CultureInfo.InvariantCulture, $"\ncpu     {Machine.Cpu.Model}: {string.Join(", ", Machine.Cpu.Names)}\n");
        foreach (var advice in Machine.Cpu.PrecisionAdvice) text.Append(CultureInfo.InvariantCulture, $"        {advice}\n");
        text.Append(CultureInfo.InvariantCulture, $"        {MeasuredAdvice()}\n");
        var quota = Machine.CpuQuota is { } processors ? string.Create(CultureInfo.InvariantCulture, $", quota {processors:0.##}") : "";
        text.Append(CultureInfo.InvariantCulture, $"threads {Machine.Processors} of {Machine.Cpu.LogicalCores} processors{quota}\n");
        text.Append(CultureInfo.InvariantCulture, $"memory  {Machine.MemoryBytes / 1e9:0.0} GB\ndisk    {FreeDiskBytes / 1e9:0.0} GB free here\n");
        return Report.OfCode(text.ToString());
    }

    private string MeasuredAdvice() => Precision switch
    {
        null when Machine.Cpu is { Bf16: false, AmxBf16: false } => "measured: f32 and INT8 are what this processor computes",
        null => "measured: nothing, OpenVINO is needed to compare bf16 with f32",
        { Ratio: > 1 } => Compared(Precision, "choose it where parity with f32 is not needed"),
        _ => Compared(Precision, "use f32"),
    };

    private static string Compared(PrecisionTrial trial, string advice) => string.Create(CultureInfo.InvariantCulture,
        $"measured: bf16 is {trial.Ratio:0.00} times as fast as f32 here ({trial.Bf16Milliseconds:0.0} and {trial.F32Milliseconds:0.0} ms, {trial.Form}): {advice}");

    private static void Append(StringBuilder text, NativeLibraryStatus library, Func<Remedy, string> word)
    {
        if (library.IsUsable)
        {
            text.Append(CultureInfo.InvariantCulture, $"ok      {library.Name} {library.Version} (needed: {library.Needed}) in {library.Path}\n");
            return;
        }
        text.Append(CultureInfo.InvariantCulture, $"missing {library.Name} (needed: {library.Needed}): {library.Fault}\n");
        if (library.Remedy is { } remedy) text.Append(CultureInfo.InvariantCulture, $"        remedy: {word(remedy)}\n");
        foreach (var place in library.Tried) text.Append(CultureInfo.InvariantCulture, $"        tried {place}\n");
    }
}
