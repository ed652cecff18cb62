namespace TinyBertPipeline.Training.Distillation;

/// <summary>A moment of a distillation: a row of <c>metrics.csv</c>. Losses are means since the row before, without their weights.</summary>
public sealed record DistillationScore
{
    /// <summary>The stage; <c>start</c> before any training.</summary>
    public string Stage { get; init; } = "";

    /// <summary>Steps done in the stage.</summary>
    public long Step { get; init; }

    /// <summary>Pieces seen in all stages.</summary>
    public long Pieces { get; init; }

    /// <summary>Seconds of training in all stages, evaluation not counted.</summary>
    public double Seconds { get; init; }

    /// <summary>Loss of hidden states, or null.</summary>
    public double? Hidden { get; init; }

    /// <summary>Loss of attention scores, or null.</summary>
    public double? Attention { get; init; }

    /// <summary>Loss to the teacher's predictions, or null.</summary>
    public double? Prediction { get; init; }

    /// <summary>Loss to gold labels, or null.</summary>
    public double? Labels { get; init; }

    /// <summary>Strict micro F1 on dev with legal paths, 0 to 1.</summary>
    public double DevF1 { get; init; }

    /// <summary>The same with the best label of each word.</summary>
    public double DevF1Argmax { get; init; }

    /// <summary>The columns of <see cref="Row"/>.</summary>
    internal static string[] Columns { get; } = ["step", "pieces", "seconds", "hidden", "attention", "prediction", "labels", "devF1", "devF1Argmax"];

    /// <summary>The numbers of the row; NaN where there is none.</summary>
    internal double[] Row() =>
    [
        Step, Pieces, Math.Round(Seconds, 1), Hidden ?? double.NaN, Attention ?? double.NaN, Prediction ?? double.NaN, Labels ?? double.NaN, DevF1,
        DevF1Argmax,
    ];
}
