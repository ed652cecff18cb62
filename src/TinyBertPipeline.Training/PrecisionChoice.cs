using System.Diagnostics;
using TinyBertPipeline.Core.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training;

/// <summary>Decides what matrix products are computed in.</summary>
public static class PrecisionChoice
{
    private const int Rows = 512;
    private const int Repetitions = 5;
    private const double WorthwhileGain = 1.2;

    /// <summary>
    /// Whether to use bfloat16; measures a feed-forward product of the model, forward and backward, when it is left open.
    /// </summary>
    public static bool UseBFloat16(TrainingPrecision precision, BertConfig config) => UseBFloat16(precision, type => Measure(config, type));

    /// <summary>The choice with the measurement given: the time of a product by the type of its operands.</summary>
    internal static bool UseBFloat16(TrainingPrecision precision, Func<ScalarType, TimeSpan> measure) => precision switch
    {
        TrainingPrecision.Float32 => false,
        TrainingPrecision.BFloat16 => true,
        _ => measure(float32) > WorthwhileGain * measure(bfloat16),
    };

    // The fastest of some repetitions: other work on the machine only ever adds time.
    private static TimeSpan Measure(BertConfig config, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var input = ones(Rows, config.HiddenSize).requires_grad_();
        var weight = ones(config.IntermediateSize, config.HiddenSize).requires_grad_();
        Product(input, weight, type);
        return Enumerable.Range(0, Repetitions).Min(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            Product(input, weight, type);
            return Stopwatch.GetElapsedTime(start);
        });
    }

    private static void Product(Tensor input, Tensor weight, ScalarType type)
    {
        using var scope = NewDisposeScope();
        nn.functional.linear(input.to(type), weight.to(type)).to(float32).sum().backward();
    }
}
