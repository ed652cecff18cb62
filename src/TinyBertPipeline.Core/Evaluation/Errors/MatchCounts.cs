namespace TinyBertPipeline.Core.Evaluation.Errors;

/// <summary>
/// The counts of nervaluate, which are those of MUC and SemEval-2013 task 9: what each match is under one way of judging.
/// </summary>
/// <param name="Correct">Right ones.</param>
/// <param name="Incorrect">Wrong ones.</param>
/// <param name="Partial">Of which only a part is right.</param>
/// <param name="Missed">Gold entities without a prediction.</param>
/// <param name="Spurious">Predictions without a gold entity.</param>
internal readonly record struct MatchCounts(int Correct, int Incorrect, int Partial, int Missed, int Spurious)
{
    /// <summary>Gold entities.</summary>
    public int Possible => Correct + Incorrect + Partial + Missed;

    /// <summary>Predicted entities.</summary>
    public int Actual => Correct + Incorrect + Partial + Spurious;

    /// <summary>Right predictions, partly right ones by half.</summary>
    public double Precision => Actual == 0 ? 0 : (Correct + 0.5 * Partial) / Actual;

    /// <summary>Found gold entities, partly found ones by half.</summary>
    public double Recall => Possible == 0 ? 0 : (Correct + 0.5 * Partial) / Possible;

    /// <summary>The harmonic mean of both.</summary>
    public double F1 => Precision + Recall == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);

    /// <summary>Counts matches.</summary>
    public static MatchCounts Of(IEnumerable<EntityMatch> matches, MatchSchema schema)
    {
        var counts = default(MatchCounts);
        foreach (var match in matches) counts = counts.With(match.Kind, schema);
        return counts;
    }

    private MatchCounts With(MatchKind kind, MatchSchema schema) => (kind, schema) switch
    {
        (MatchKind.Missed, _) => this with { Missed = Missed + 1 },
        (MatchKind.Spurious, _) => this with { Spurious = Spurious + 1 },
        (MatchKind.Correct, _)
            or (MatchKind.OtherType, MatchSchema.Exact or MatchSchema.Partial)
            or (MatchKind.OtherBorders, MatchSchema.Type) => this with { Correct = Correct + 1 },
        (MatchKind.OtherBorders or MatchKind.OtherBoth, MatchSchema.Partial) => this with { Partial = Partial + 1 },
        _ => this with { Incorrect = Incorrect + 1 },
    };
}

/// <summary>A way of judging matches.</summary>
internal enum MatchSchema
{
    /// <summary>Borders and type must be right.</summary>
    Strict,

    /// <summary>The borders must be right, whatever the type.</summary>
    Exact,

    /// <summary>Words must be shared, whatever the type; with other borders it is partly right.</summary>
    Partial,

    /// <summary>The type must be right and words shared.</summary>
    Type,
}
