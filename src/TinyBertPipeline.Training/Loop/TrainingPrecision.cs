using System.Diagnostics;
using TinyBertPipeline.Core.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Loop;

/// <summary>What matrix products are computed in; weights, gradients and everything else are 32-bit in any case.</summary>
public enum TrainingPrecision
{
    /// <summary>The faster of the two by a short measurement at the start.</summary>
    Auto,

    /// <summary>32-bit operands.</summary>
    Float32,

    /// <summary>Operands rounded to bfloat16: several times as fast on processors with AVX512-BF16 or AMX, slow on others.</summary>
    BFloat16,
}

/// <summary>Decides what matrix products are computed in.</summary>
internal static class PrecisionChoice
{
    private const int Rows = 512;
    private const int Rounds = 20;
    private const double WorthwhileGain = 1.2;

    /// <summary>
    /// Whether to use bfloat16; measures a feed-forward product of the model, forward and backward, when it is left open.
    /// </summary>
    public static bool UseBFloat16(TrainingPrecision precision, BertConfig config) => UseBFloat16(precision, type => Time(config, type));

    /// <summary>The name of the choice in <c>run.json</c>.</summary>
    public static string Name(bool useBFloat16) => useBFloat16 ? "bf16" : "f32";

    /// <summary>The choice with the measurement given: the time of one product by the type of its operands.</summary>
    public static bool UseBFloat16(TrainingPrecision precision, Func<ScalarType, TimeSpan> time) => precision switch
    {
        TrainingPrecision.Float32 => false,
        TrainingPrecision.BFloat16 => true,
        _ => IsWorthwhile(time),
    };

    // The fastest of interleaved rounds: other work on the machine only ever adds time, and lasts longer than one product.
    private static bool IsWorthwhile(Func<ScalarType, TimeSpan> time)
    {
        var rounds = Enumerable.Range(0, Rounds).Select(_ => (Single: time(float32), Brain: time(bfloat16))).ToArray();
        return rounds.Min(round => round.Single) > WorthwhileGain * rounds.Min(round => round.Brain);
    }

    private static TimeSpan Time(BertConfig config, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var input = ones(Rows, config.HiddenSize).requires_grad_();
        var weight = ones(config.IntermediateSize, config.HiddenSize).requires_grad_();
        var start = Stopwatch.GetTimestamp();
        Product(input, weight, type);
        return Stopwatch.GetElapsedTime(start);
    }

    private static void Product(Tensor input, Tensor weight, ScalarType type)
    {
        using var scope = NewDisposeScope();
        nn.functional.linear(input.to(type), weight.to(type)).to(float32).sum().backward();
    }
}
