using System.Globalization;

namespace TinyBertPipeline.Core.Evaluation.Calibration;

/// <summary>What an operating point is fitted to: the best F1, or a recall (precision) that is held at the least cost of the other.</summary>
/// <param name="Measure">What is asked for.</param>
/// <param name="Least">The least value of it, 0 to 1; no part of a goal of F1.</param>
public sealed record OperatingGoal(OperatingMeasure Measure, double Least = 0)
{
    /// <summary>Reads <c>recall=0.95</c>, <c>precision=0.95</c> or <c>f1</c>.</summary>
    /// <exception cref="InvalidInputException">The text is of another form, or the value is not in 0..1.</exception>
    public static OperatingGoal Parse(string text)
    {
        if (string.Equals(text, "f1", StringComparison.OrdinalIgnoreCase)) return new(OperatingMeasure.F1);
        if (text.Split('=', 2) is [var name, var value]
            && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var least) && least is >= 0 and <= 1)
        {
            if (string.Equals(name, "recall", StringComparison.OrdinalIgnoreCase)) return new(OperatingMeasure.Recall, least);
            if (string.Equals(name, "precision", StringComparison.OrdinalIgnoreCase)) return new(OperatingMeasure.Precision, least);
        }
        throw new InvalidInputException(
            InputKind.Configuration, null, $"'{text}' is no operating point (valid: recall=0.95, precision=0.95, f1)");
    }

    /// <summary>The form that <see cref="Parse"/> reads.</summary>
    public override string ToString() => Measure == OperatingMeasure.F1 ? "f1"
        : string.Create(CultureInfo.InvariantCulture, $"{Measure.ToString().ToLowerInvariant()}={Least}");

    /// <summary>Whether a score reaches the least value.</summary>
    internal bool IsMetBy(EntityScore score) => Measure == OperatingMeasure.F1 || Value(score) >= Least;

    /// <summary>Whether one score serves the goal better than another: it is met first, then the other measure counts.</summary>
    internal bool Prefers(EntityScore score, EntityScore other)
    {
        if (Measure == OperatingMeasure.F1) return score.F1 > other.F1;
        return IsMetBy(score) && IsMetBy(other) ? Cost(score) > Cost(other) : Value(score) > Value(other);
    }

    private double Value(EntityScore score) => Measure == OperatingMeasure.Recall ? score.Recall : score.Precision;

    private double Cost(EntityScore score) => Measure == OperatingMeasure.Recall ? score.Precision : score.Recall;
}

/// <summary>What an operating point can be fitted to.</summary>
public enum OperatingMeasure
{
    /// <summary>Precision and recall together.</summary>
    F1,

    /// <summary>The share of gold entities that are found.</summary>
    Recall,

    /// <summary>The share of found entities that are right.</summary>
    Precision,
}
