using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Checkpoints.Storage;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Distillation.Losses;

/// <summary>Tensors of the reference folder <c>distill</c>, in double precision.</summary>
internal static class ReferenceStates
{
    public static Tensor Read(string file, string name)
    {
        using var stored = SafetensorsFile.Open(ReferenceData.Require("distill", file));
        var shape = stored.Entries[name].Shape;
        return stored.Entries[name].Type == ElementType.I64
            ? tensor(stored.ReadInt64(name), shape)
            : tensor(stored.ReadDoubles(name), shape);
    }

    public static Tensor State(string name) => Read("expected-states.safetensors", name);

    public static Tensor Mask() => Read("inputs.safetensors", "attention_mask");

    public static int Count(string prefix)
    {
        using var stored = SafetensorsFile.Open(ReferenceData.Require("distill", "expected-states.safetensors"));
        return stored.Entries.Keys.Count(name => name.StartsWith(prefix, StringComparison.Ordinal));
    }
}
