using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.FineTuning;

namespace TinyBertPipeline.Pipeline.Experiments;

/// <summary>One training: a row on a data set with a seed, its options resolved.</summary>
/// <param name="DataSet">The data set, its paths resolved.</param>
/// <param name="Row">The row.</param>
/// <param name="Seed">The seed.</param>
internal sealed record ExperimentJob(ExperimentDataSet DataSet, ExperimentRow Row, int Seed)
{
    /// <summary>How a teacher is trained; null for students.</summary>
    public FineTuningOptions? FineTuning { get; init; }

    /// <summary>How a student is trained; null for teachers.</summary>
    public DistillationOptions? Distillation { get; init; }

    /// <summary>The teacher of a student; null for teachers.</summary>
    public ExperimentJob? Teacher { get; init; }

    /// <summary>Teachers beside the first.</summary>
    public IReadOnlyList<ExperimentJob> MoreTeachers { get; init; } = [];

    /// <summary>Hash of the resolved options and the contents of all inputs, the same on every machine.</summary>
    public required string OptionsHash { get; init; }

    /// <summary>Where the bundle goes.</summary>
    public required string Folder { get; init; }

    /// <summary>The preset of a student; null for teachers.</summary>
    public string? Student => Row.IsTeacher ? null : Row.Student;

    /// <summary>What a run says it is doing.</summary>
    public string Title => $"{DataSet.Name} {Row.Key()} seed {Seed}";

    /// <summary>Whether a result is that of this training, whatever its options.</summary>
    public bool Matches(ExperimentResult result) =>
        result.Dataset == DataSet.Name && result.Variant == Row.ShownName && result.Student == Student && result.Seed == Seed;
}
