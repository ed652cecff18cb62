namespace TinyBertPipeline.Training;

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
}
