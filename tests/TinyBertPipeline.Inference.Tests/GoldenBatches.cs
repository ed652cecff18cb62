using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using TinyBertPipeline.Core;

namespace TinyBertPipeline.Inference.Tests;

/// <summary>A batch of the reference and the logits [B,T,labels] that it must give.</summary>
internal sealed record GoldenBatch(string Name, TokenBatch Batch, double[] Logits)
{
    /// <summary>The batches of <c>onnx/expected.safetensors</c>, whose model is <c>model/A/token-classification</c>.</summary>
    public static IReadOnlyList<GoldenBatch> All()
    {
        var bytes = File.ReadAllBytes(ReferenceData.Require("onnx", "expected.safetensors"));
        var headerLength = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        var header = JsonDocument.Parse(bytes.AsMemory(8, headerLength)).RootElement;
        ReadOnlySpan<byte> Bytes(string name)
        {
            var offsets = header.GetProperty(name).GetProperty("data_offsets");
            return bytes.AsSpan(8 + headerLength)[offsets[0].GetInt32()..offsets[1].GetInt32()];
        }
        long[] Integers(string name) => MemoryMarshal.Cast<byte, long>(Bytes(name)).ToArray();
        var names = header.EnumerateObject().Where(entry => entry.Name.EndsWith(".logits", StringComparison.Ordinal)).Select(entry => entry.Name[..^7]);
        return [.. names.Select(name =>
        {
            var shape = header.GetProperty(name + ".input_ids").GetProperty("shape");
            var batch = new TokenBatch(shape[0].GetInt32(), shape[1].GetInt32(),
                Integers(name + ".input_ids"), Integers(name + ".attention_mask"), Integers(name + ".token_type_ids"));
            return new GoldenBatch(name, batch, MemoryMarshal.Cast<byte, double>(Bytes(name + ".logits")).ToArray());
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
