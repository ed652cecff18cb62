using TinyBertPipeline.Core.Configuration;
using static System.FormattableString;

namespace TinyBertPipeline.Training.Distillation.Recipe;

/// <summary>What tuning tries: every combination of the lists, each by a short run that is scored on dev.</summary>
public sealed record TuningOptions
{
    /// <summary>Pieces of each short run.</summary>
    public long Pieces { get; init; } = 200_000;

    /// <summary>Entity weights to try.</summary>
    public IReadOnlyList<double> EntityWeights { get; init; } = [0, 3, 10];

    /// <summary>Attention weights to try; empty: the options' own.</summary>
    public IReadOnlyList<double> AttentionWeights { get; init; } = [];

    /// <summary>Layer maps to try; empty: the options' own.</summary>
    public IReadOnlyList<IReadOnlyList<int>> LayerMaps { get; init; } = [];

    /// <summary>Every fault of the options.</summary>
    public IEnumerable<string> Faults() => OptionsFaults.Where(
        (Pieces is < 1 or > DistillationOptions.MostPieces, Invariant($"pieces: {Pieces}, expected 1 to {DistillationOptions.MostPieces}")),
        (EntityWeights?.Any(IsNoWeight) != false, "entityWeights: expected a list of numbers of 0 or more"),
        (AttentionWeights?.Any(IsNoWeight) != false, "attentionWeights: expected a list of numbers of 0 or more"),
        (LayerMaps?.Any(map => map is null) != false, "layerMaps: expected a list of lists of teacher layers"));

    private static bool IsNoWeight(double weight) => weight is not >= 0 || !double.IsFinite(weight);
}
