namespace TinyBertPipeline.Core.Evaluation.Calibration;

/// <summary>The predictions of one interval of confidence.</summary>
/// <param name="From">Confidences are above it (the first interval holds 0, too).</param>
/// <param name="To">Confidences are at most it.</param>
/// <param name="Count">Number of predictions.</param>
/// <param name="Confidence">Their mean confidence; 0 without predictions.</param>
/// <param name="Accuracy">The share of correct ones; 0 without predictions.</param>
public readonly record struct ReliabilityBin(double From, double To, int Count, double Confidence, double Accuracy)
{
    /// <summary>How far confidence and accuracy are apart.</summary>
    public double Gap => Math.Abs(Confidence - Accuracy);
}
