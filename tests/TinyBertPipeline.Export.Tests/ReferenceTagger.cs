using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.Known;

namespace TinyBertPipeline.Export.Tests;

/// <summary>A model of the reference, for any of the tasks: its weights, a batch of all kinds of padding, and the logits that it must give.</summary>
internal sealed record ReferenceTagger(string Name, ITask Task, BertConfig Config, BertWeights Weights, TokenBatch Batch, double[] Logits)
{
    /// <summary>How far f32 logits may be from the golden ones, relative to the largest of them if that is above 1.</summary>
    public const double Tolerance = 1e-5;

    private static string OwnFolder => Path.Combine(AppContext.BaseDirectory, "Golden", "model");

    /// <summary>The taggers that are part of the repository and those of the reference folder, where it is present.</summary>
    public static IReadOnlyList<ReferenceTagger> All()
    {
        var reference = Path.Combine(ReferenceData.Root, "model");
        string[] folders = Directory.Exists(reference) ? Directory.GetDirectories(reference) : [];
        return [.. Own(), .. folders.Order(StringComparer.Ordinal).SelectMany(Load)];
    }

    /// <summary>The taggers that are part of the repository.</summary>
    public static IEnumerable<ReferenceTagger> Own() => Directory.GetDirectories(OwnFolder).Order(StringComparer.Ordinal).SelectMany(Load);

    /// <summary>A small one that is part of the repository.</summary>
    public static ReferenceTagger Small() => Load(Path.Combine(OwnFolder, "C")).First();

    /// <summary>Asserts that the logits are the golden ones within <see cref="Tolerance"/>.</summary>
    public void AssertLogits(ReadOnlySpan<float> logits, double tolerance = Tolerance)
    {
        var difference = LargestDifference(logits, Logits);
        Assert.True(difference <= tolerance * Math.Max(1, Logits.Max(Math.Abs)), $"{Name}: the largest difference is {difference}");
    }

    public static double LargestDifference(ReadOnlySpan<float> found, ReadOnlySpan<double> expected)
    {
        Assert.Equal(expected.Length, found.Length);
        var largest = 0.0;
        for (var i = 0; i < found.Length; i++) largest = Math.Max(largest, Math.Abs(found[i] - expected[i]));
        return largest;
    }

    // A folder of the reference has a sub-folder for each task, named after it.
    private static IEnumerable<ReferenceTagger> Load(string folder) =>
        TaskList.All.Where(task => Directory.Exists(Path.Combine(folder, task.Name))).Select(task => Load(folder, task));

    private static ReferenceTagger Load(string folder, ITask task)
    {
        var model = Path.Combine(folder, task.Name);
        var config = BertConfig.Load(model);
        var weights = BertWeights.Load(model, config, task.Head(config));
        using var inputs = SafetensorsFile.Open(Path.Combine(folder, "inputs.safetensors"));
        using var expected = SafetensorsFile.Open(Path.Combine(folder, "expected-heads.safetensors"));
        var shape = inputs.Entries["input_ids"].Shape;
        var batch = new TokenBatch((int)shape[0], (int)shape[1],
            inputs.ReadInt64("input_ids"), inputs.ReadInt64("attention_mask"), inputs.ReadInt64("token_type_ids"));
        return new(model, task, config, weights, batch, expected.ReadDoubles(task.Name.Replace('-', '_') + ".logits"));
    }
}
