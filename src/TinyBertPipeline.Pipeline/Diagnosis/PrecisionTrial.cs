using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Machine;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.Known;
using TinyBertPipeline.Export.OpenVinoIr;
using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Inference.OpenVino;

namespace TinyBertPipeline.Pipeline.Diagnosis;

/// <summary>How fast OpenVINO computes in bf16 on this machine, measured on a small model in turn with f32.</summary>
/// <param name="Form">Model and batch that were measured.</param>
/// <param name="F32Milliseconds">Median time of a batch in f32.</param>
/// <param name="Bf16Milliseconds">Median time of the same batch in bf16.</param>
public sealed record PrecisionTrial(string Form, double F32Milliseconds, double Bf16Milliseconds)
{
    // Enough for a median in about a second; the sizes of the layers decide the ratio, the vocabulary plays no part.
    private const string Preset = "tiny-4x312";
    private const int Vocabulary = 1000;
    private static readonly BenchmarkOptions _options = new() { Iterations = 9, Batch = 8, Length = 64, Warmup = 2 };

    /// <summary>How many times as fast as f32 bf16 is.</summary>
    public double Ratio => F32Milliseconds / Bf16Milliseconds;

    /// <summary>Measures, or gives null where the processor has no bf16: then the library would widen it and prove nothing.</summary>
    /// <param name="cpu">The processor.</param>
    /// <param name="openVino">Folder with OpenVINO's libraries, which must be usable, or null for the usual places.</param>
    public static PrecisionTrial? Measure(CpuFeatures cpu, string? openVino)
    {
        if (cpu is { Bf16: false, AmxBf16: false }) return null;
        using var scratch = new ScratchFolder();
        var config = BertPresets.Get(Preset) with { VocabularySize = Vocabulary, Labels = ["O", "B-X", "I-X"] };
        var xml = Path.Combine(scratch.Path, "openvino_model.xml");
        var task = TaskList.Default;
        OpenVinoIrExporter.Write(task, config, RandomWeights.Create(config, task.Head(config), seed: 1), xml, new IrExportOptions());
        using var f32 = Load("f32");
        using var bf16 = Load("bf16");
        var result = EngineBenchmark.Run([new("f32", f32), new("bf16", bf16)], _options);
        return new PrecisionTrial(
            $"{Preset}, {_options.Batch}x{_options.Length}", result.Engines[0].MedianSeconds * 1000, result.Engines[1].MedianSeconds * 1000);

        OpenVinoEngine Load(string precision) =>
            OpenVinoEngine.Load(xml, OpenVinoOptions.For(config) with { Precision = precision, LibraryFolder = openVino });
    }
}
