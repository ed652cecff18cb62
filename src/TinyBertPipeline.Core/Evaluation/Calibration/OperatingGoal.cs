using System.Globalization;

namespace TinyBertPipeline.Core.Evaluation.Calibration;

/// <summary>What an operating point is fitted to: the best F1, or a recall (precision) that is held at the least cost of the other.</summary>
/// <param name="Measure">What is asked for.</param>
/// <param name="Least">The least value of it, 0 to 1; no part of a goal of F1.</param>
/// <param name="Unit">What is counted; F1 is always that of entities.</param>
public sealed record OperatingGoal(OperatingMeasure Measure, double Least = 0, CountedUnit Unit = CountedUnit.Entities)
{
    private const string OfEntities = "entity-";

    /// <summary>
    /// Reads <c>recall=0.95</c> or <c>precision=0.95</c>, which count the words of entities, <c>entity-recall=0.85</c> or
    /// <c>entity-precision=0.9</c>, which count whole entities, and <c>f1</c>.
    /// </summary>
    /// <exception cref="InvalidInputException">The text is of another form, or the value is not in 0..1.</exception>
    public static OperatingGoal Parse(string text)
    {
        if (string.Equals(text, "f1", StringComparison.OrdinalIgnoreCase)) return new(OperatingMeasure.F1);
        var countsEntities = text.StartsWith(OfEntities, StringComparison.OrdinalIgnoreCase);
        var unit = countsEntities ? CountedUnit.Entities : CountedUnit.Words;
        if ((countsEntities ? text[OfEntities.Length..] : text).Split('=', 2) is [var name, var value]
            && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var least) && least is >= 0 and <= 1)
        {
            if (string.Equals(name, "recall", StringComparison.OrdinalIgnoreCase)) return new(OperatingMeasure.Recall, least, unit);
            if (string.Equals(name, "precision", StringComparison.OrdinalIgnoreCase)) return new(OperatingMeasure.Precision, least, unit);
        }
        throw new InvalidInputException(InputKind.Configuration, null,
            $"'{text}' is no operating point (valid: recall=0.95, precision=0.95, entity-recall=0.85, entity-precision=0.9, f1)");
    }

    /// <summary>The form that <see cref="Parse"/> reads.</summary>
    public override string ToString()
    {
        if (Measure == OperatingMeasure.F1) return "f1";
        var prefix = Unit == CountedUnit.Entities ? OfEntities : "";
        return string.Create(CultureInfo.InvariantCulture, $"{prefix}{Measure.ToString().ToLowerInvariant()}={Least}");
    }

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

    /// <summary>The share of gold that is found.</summary>
    Recall,

    /// <summary>The share of what is found that is right.</summary>
    Precision,
}

/// <summary>What precision and recall count.</summary>
public enum CountedUnit
{
    /// <summary>
    /// Words of entities: right where the model has the word in an entity of the same type. What redaction is judged by, and what biases can
    /// trade: an entity whose border is one word off stays wrong as a whole at any bias.
    /// </summary>
    Words,

    /// <summary>Whole entities: right with type, first and last word.</summary>
    Entities,
}
