using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Export.Tests;

/// <summary>A token classifier of the reference: its weights, a batch of all kinds of padding, and the logits that it must give.</summary>
internal sealed record ReferenceTagger(string Name, BertConfig Config, BertWeights Weights, TokenBatch Batch, double[] Logits)
{
    /// <summary>How far f32 logits may be from the golden ones, relative to the largest of them if that is above 1.</summary>
    public const double Tolerance = 1e-5;

    private static string OwnFolder => Path.Combine(AppContext.BaseDirectory, "Golden", "model");

    /// <summary>The taggers that are part of the repository and those of the reference folder, where it is present.</summary>
    public static IReadOnlyList<ReferenceTagger> All()
    {
        var reference = Path.Combine(ReferenceData.Root, "model");
        string[] folders = Directory.Exists(reference) ? Directory.GetDirectories(reference) : [];
        return [.. Own(), .. folders.Order(StringComparer.Ordinal).Select(Load)];
    }

    /// <summary>The taggers that are part of the repository.</summary>
    public static IEnumerable<ReferenceTagger> Own() => Directory.GetDirectories(OwnFolder).Order(StringComparer.Ordinal).Select(Load);

    /// <summary>A small one that is part of the repository.</summary>
    public static ReferenceTagger Small() => Load(Path.Combine(OwnFolder, "C"));

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

    private static ReferenceTagger Load(string folder)
    {
        var tagger = Path.Combine(folder, "token-classification");
        var config = BertConfig.Load(tagger);
        var weights = BertWeights.Load(tagger, config, BertHead.TokenClassification);
        using var inputs = SafetensorsFile.Open(Path.Combine(folder, "inputs.safetensors"));
        using var expected = SafetensorsFile.Open(Path.Combine(folder, "expected-heads.safetensors"));
        var shape = inputs.Entries["input_ids"].Shape;
        var batch = new TokenBatch((int)shape[0], (int)shape[1],
            inputs.ReadInt64("input_ids"), inputs.ReadInt64("attention_mask"), inputs.ReadInt64("token_type_ids"));
        return new(folder, config, weights, batch, expected.ReadDoubles("token_classification.logits"));
    }
}
