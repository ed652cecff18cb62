namespace TinyBertPipeline.Training.Distillation;

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
}
