using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.FineTuning;

namespace TinyBertPipeline.Pipeline.Experiments;

/// <summary>A data set of an experiment, with what its teachers and students have in common.</summary>
public sealed record ExperimentDataSet
{
    /// <summary>Its name in the results.</summary>
    public string Name { get; init; } = "";

    /// <summary>Labelled training file.</summary>
    public string Train { get; init; } = "";

    /// <summary>Labelled development file: everything that is chosen is chosen on it.</summary>
    public string Dev { get; init; } = "";

    /// <summary>Labelled test file, read only when test scores are asked for.</summary>
    public string Test { get; init; } = "";

    /// <summary>Raw text for distillation: files and folders; may be empty.</summary>
    public IReadOnlyList<string> Raw { get; init; } = [];

    /// <summary>
    /// How teachers are fine-tuned; data, output and seed are filled in. Without a model they start from random weights, and without a
    /// tokenizer their vocabulary is then counted on the training file.
    /// </summary>
    public FineTuningOptions Teacher { get; init; } = new();

    /// <summary>
    /// How students are distilled, before what their variant and row change; teacher, data, output and seed are filled in.
    /// </summary>
    public DistillationOptions Student { get; init; } = new();

    internal IEnumerable<string> Faults()
    {
        (string Key, string Value)[] files = [("train", Train), ("dev", Dev)];
        return files.Where(file => file.Value.Length == 0).Select(file => $"dataSets: {Name}: {file.Key}: a labelled file is needed");
    }
}
