using System.Globalization;
using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Training.FineTuning;

/// <summary>What a fine-tuning chooses where it is not told: measured on nine sets of 100 to 4,560 sentences, see docs/results/first-try.md.</summary>
public static class FineTuningDefaults
{
    /// <summary>Steps at least: a small set needs steps, however many passes they are …</summary>
    public const int FewestSteps = 600;

    /// <summary>… but no more passes than this.</summary>
    public const int MostPasses = 120;

    /// <summary>Passes over a set that has enough steps in them.</summary>
    public const int UsualPasses = 4;

    /// <summary>Steps between two scores on dev at least.</summary>
    internal const int FewestScoreSteps = 25;

    /// <summary>Scores on dev at least, the last included.</summary>
    internal const int FewestScores = 4;

    /// <summary>The peak learning rate of a head on an encoder that stays as it is.</summary>
    internal const double HeadRate = 2e-4;

    // Measured for 6 layers of 384. In inverse proportion to depth and width it gives BERT-base the usual 5e-5.
    private const double MeasuredRate = 2e-4;
    private const double MeasuredSize = 6 * 384;
    private const double LowestRate = 1e-5;
    private const double HighestRate = 1e-3;

    /// <summary>Steps for a training file of so many batches a pass.</summary>
    public static long Steps(long stepsPerPass) =>
        Math.Max(UsualPasses * stepsPerPass, Math.Min(FewestSteps, MostPasses * stepsPerPass));

    /// <summary>The peak learning rate for a model's size, to two digits.</summary>
    public static double LearningRate(ModelSize size)
    {
        var rate = Math.Clamp(MeasuredRate * MeasuredSize / ((double)size.Layers * size.HiddenSize), LowestRate, HighestRate);
        // By way of text: a product of rounded figures is not the number that people write.
        return double.Parse(FormattableString.Invariant($"{rate:E1}"), CultureInfo.InvariantCulture);
    }
}
