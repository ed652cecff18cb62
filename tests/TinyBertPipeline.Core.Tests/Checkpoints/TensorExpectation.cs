using System.Security.Cryptography;
using System.Text.Json;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Checkpoints.Storage;

namespace TinyBertPipeline.Core.Tests.Checkpoints;

/// <summary>Compares tensors with what a manifest says of them: names, types, shapes, bytes and, where given, sums.</summary>
internal static class TensorExpectation
{
    public static void AssertEqual(JsonElement expected, ICheckpointFile file)
    {
        Assert.Equal(expected.EnumerateObject().Select(tensor => tensor.Name).Order(StringComparer.Ordinal),
            file.Entries.Keys.Order(StringComparer.Ordinal));
        foreach (var tensor in expected.EnumerateObject()) AssertEqual(tensor.Name, tensor.Value, file);
    }

    private static void AssertEqual(string name, JsonElement expected, ICheckpointFile file)
    {
        var entry = file.Entries[name];
        Assert.Equal(TypeOf(expected.GetProperty("dtype").GetString()!), entry.Type);
        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(dimension => dimension.GetInt64()), entry.Shape);
        Assert.Equal(expected.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(file.ReadBytes(name))));
        if (!expected.TryGetProperty("abs_sum", out var absolute) || absolute.ValueKind != JsonValueKind.Number) return;
        double[] values = entry.Type.IsFloat() ? file.ReadDoubles(name) : [.. file.ReadInt64(name).Select(value => (double)value)];
        var tolerance = 1e-12 * Math.Max(1e-300, absolute.GetDouble());
        Assert.Equal(absolute.GetDouble(), values.Sum(Math.Abs), tolerance * values.Length);
        Assert.Equal(expected.GetProperty("sum").GetDouble(), values.Sum(), tolerance * values.Length);
        if (entry.Type.IsFloat()) Assert.Equal(values.Select(value => (float)value), file.ReadFloats(name));
    }

    private static ElementType TypeOf(string torchName) => torchName switch
    {
        "float64" => ElementType.F64,
        "float32" => ElementType.F32,
        "float16" => ElementType.F16,
        "bfloat16" => ElementType.BF16,
        "int64" => ElementType.I64,
        "int32" => ElementType.I32,
        "int16" => ElementType.I16,
        "int8" => ElementType.I8,
        "uint8" => ElementType.U8,
        "bool" => ElementType.BOOL,
        _ => throw new ArgumentOutOfRangeException(nameof(torchName), torchName, null),
    };
}
