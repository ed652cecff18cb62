using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Inference.Tests;

/// <summary>A batch of the reference and the logits [B,T,labels] that it must give.</summary>
internal sealed record GoldenBatch(TokenBatch Batch, double[] Logits)
{
    /// <summary>The batches of <c>onnx/expected.safetensors</c>, whose model is <c>model/A/token-classification</c>.</summary>
    public static IReadOnlyList<GoldenBatch> All()
    {
        using var file = SafetensorsFile.Open(ReferenceData.Require("onnx", "expected.safetensors"));
        const string Suffix = ".logits";
        return [.. file.Entries.Keys.Where(name => name.EndsWith(Suffix, StringComparison.Ordinal)).Select(name => name[..^Suffix.Length]).Select(name =>
        {
            var shape = file.Entries[name + ".input_ids"].Shape;
            var batch = new TokenBatch((int)shape[0], (int)shape[1],
                file.ReadInt64(name + ".input_ids"), file.ReadInt64(name + ".attention_mask"), file.ReadInt64(name + ".token_type_ids"));
            return new GoldenBatch(batch, file.ReadDoubles(name + Suffix));
        })];
    }

    /// <summary>The largest distance of computed logits from the golden ones.</summary>
    public double LargestDifference(ReadOnlySpan<float> logits)
    {
        Assert.Equal(Logits.Length, logits.Length);
        var largest = 0.0;
        for (var i = 0; i < logits.Length; i++) largest = Math.Max(largest, Math.Abs(logits[i] - Logits[i]));
        return largest;
    }
}
