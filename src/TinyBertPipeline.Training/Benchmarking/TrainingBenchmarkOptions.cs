using TinyBertPipeline.Training.FineTuning;

namespace TinyBertPipeline.Training.Benchmarking;

/// <summary>What a measurement of training speed takes.</summary>
public sealed record TrainingBenchmarkOptions
{
    /// <summary>The fine-tuning whose model, training file, batches and precision are measured; dev and out are not needed.</summary>
    public FineTuningOptions FineTuning { get; init; } = new();

    /// <summary>The student of a measured distillation: a preset, or <c>layers,hidden,heads,intermediate</c>.</summary>
    public string Student { get; init; } = "tiny-4x312";

    /// <summary>How many training sentences to take, from the start of the file.</summary>
    public int Sentences { get; init; } = 512;

    /// <summary>Passes over them.</summary>
    public int Passes { get; init; } = 3;

    /// <summary>Measures a plain loop beside: padding to the maximum length, dropout drawn anew, the library's AdamW, 32 bits.</summary>
    public bool ComparePlain { get; init; }

    /// <summary>Sentences of a batch of the plain loop.</summary>
    public int PlainBatch { get; init; } = 32;
}
