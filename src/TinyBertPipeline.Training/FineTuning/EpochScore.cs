namespace TinyBertPipeline.Training.FineTuning;

/// <summary>How an epoch ended: a row of <c>metrics.csv</c>.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Loss">Mean training loss over the epoch's steps.</param>
/// <param name="DevPrecision">Strict micro precision on dev.</param>
/// <param name="DevRecall">Strict micro recall on dev.</param>
/// <param name="DevF1">Strict micro F1 on dev, 0 to 1.</param>
public sealed record EpochScore(int Epoch, long Step, double Loss, double DevPrecision, double DevRecall, double DevF1)
{
    internal static string[] Columns { get; } = ["epoch", "step", "loss", "devPrecision", "devRecall", "devF1"];

    internal double[] Row => [Epoch, Step, Loss, DevPrecision, DevRecall, DevF1];
}
