using System.Runtime.InteropServices;

namespace TinyBertPipeline.Training.Optimization;

/// <summary>The scalars of one optimizer step: p := p decay - rate m / (sqrt(v) scale + epsilon).</summary>
/// <param name="Decay">1 - learning rate x weight decay.</param>
/// <param name="Rate">Learning rate over the bias correction of the mean, 1 - beta1^t.</param>
/// <param name="Scale">1 / sqrt(1 - beta2^t).</param>
internal readonly record struct AdamWStep(float Decay, float Rate, float Scale)
{
    public static AdamWStep At(long step, double learningRate, AdamWOptions options) => new(
        (float)(1 - learningRate * options.WeightDecay),
        (float)(learningRate / (1 - Math.Pow(options.Beta1, step))),
        (float)(1 / Math.Sqrt(1 - Math.Pow(options.Beta2, step))));

    /// <summary>The same step at another learning rate.</summary>
    public AdamWStep Times(double factor) =>
        factor == 1 ? this : this with { Decay = (float)(1 - factor * (1 - (double)Decay)), Rate = (float)(factor * Rate) };
}

/// <summary>The scalars of past steps, for parameters that take several steps at once.</summary>
/// <param name="options">Constants of the optimizer.</param>
/// <param name="firstStep">Steps that were done before the history begins.</param>
internal sealed class AdamWHistory(AdamWOptions options, long firstStep)
{
    private readonly List<AdamWStep> _steps = [];

    /// <summary>Number of steps done.</summary>
    public long Count => firstStep + _steps.Count;

    /// <summary>Begins the next step.</summary>
    public AdamWStep Add(double learningRate)
    {
        var step = AdamWStep.At(Count + 1, learningRate, options);
        _steps.Add(step);
        return step;
    }

    /// <summary>The steps after the first <paramref name="done"/>.</summary>
    public ReadOnlySpan<AdamWStep> After(long done) => CollectionsMarshal.AsSpan(_steps)[(int)(done - firstStep)..];
}
