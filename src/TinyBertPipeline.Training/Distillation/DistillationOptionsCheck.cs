using TinyBertPipeline.Core;
using TinyBertPipeline.Training.Distillation.Initialization;

namespace TinyBertPipeline.Training.Distillation;

/// <summary>Finds all contradictions in the options of a distillation.</summary>
internal static class DistillationOptionsCheck
{
    /// <summary>Refuses options that contradict each other; the message lists every fault.</summary>
    /// <exception cref="InvalidInputException">There is at least one fault.</exception>
    public static void ThrowIfInvalid(DistillationOptions options)
    {
        string[] faults = [.. Inputs(options).Concat(Numbers(options)).Concat(Stages(options)).Where(fault => fault.IsFault).Select(fault => fault.Text)];
        if (faults.Length > 0) throw new InvalidInputException(InputKind.Configuration, null, string.Join("; ", faults));
    }

    private static (bool IsFault, string Text)[] Inputs(DistillationOptions options)
    {
        var hasSoftLabels = options.SoftLabels is not null;
        return
        [
            (options.Out.Length == 0, "out: the folder of the bundle is needed"),
            (options.Dev.Length == 0, "dev: a labelled development file is needed"),
            (options.Train.Length == 0 && !hasSoftLabels, "train: a labelled training file is needed"),
            (options.Teacher is null && !hasSoftLabels, "teacher: the folder of a fine-tuned tagger is needed, or softLabels"),
            (options.Teacher is null && options.GivenStudent is null && hasSoftLabels,
                "softLabels without a teacher needs givenStudent: sizes and vocabulary come from it"),
            (options.GivenStudent is not null && options.Initialization is not null, "givenStudent and initialization exclude each other"),
            (hasSoftLabels && options.Variant is not (DistillationVariant.Full or DistillationVariant.Logits),
                $"softLabels has the prediction loss only; variant {options.Variant} does not go with it"),
            (hasSoftLabels && options.Tune, "tune needs a teacher, not softLabels"),
        ];
    }

    private static (bool IsFault, string Text)[] Numbers(DistillationOptions options)
    {
        (string Name, double Value)[] weights =
        [
            ("entityWeight", options.EntityWeight), ("hiddenWeight", options.HiddenWeight), ("attentionWeight", options.AttentionWeight),
            ("predictionWeight", options.PredictionWeight ?? 0), ("hiddenFade", options.HiddenFade),
        ];
        return
        [
            (options.Pieces < 1, Invariant($"pieces: {options.Pieces}, expected 1 or more")),
            (options.TrainingShare is not (>= 0 and <= 1), Invariant($"trainingShare: {options.TrainingShare}, expected 0 to 1")),
            (options.MaxPieces < 8, Invariant($"maxPieces: {options.MaxPieces}, expected 8 or more")),
            (options.BatchTokens < options.MaxPieces, Invariant($"batchTokens: {options.BatchTokens}, expected maxPieces ({options.MaxPieces}) or more")),
            (options.Temperature is not > 0, Invariant($"temperature: {options.Temperature}, expected above 0")),
            (options.Evaluations < 1, Invariant($"evaluations: {options.Evaluations}, expected 1 or more")),
            (options.InitializationPieces < 1000 && options.StartsAt() != InitializationKind.Random,
                Invariant($"initializationPieces: {options.InitializationPieces}, expected 1000 or more")),
            (options.LearningRate is not (null or > 0), Invariant($"learningRate: {options.LearningRate}, expected above 0")),
            .. weights.Select(weight => (weight.Value is not >= 0, Invariant($"{weight.Name}: {weight.Value}, expected 0 or more"))),
        ];
    }

    private static IEnumerable<(bool IsFault, string Text)> Stages(DistillationOptions options)
    {
        foreach (var stage in options.Stages ?? [])
        {
            double[] weights = [stage.HiddenWeight, stage.AttentionWeight, stage.PredictionWeight, stage.LabelWeight];
            yield return (!weights.Any(weight => weight > 0), $"stage '{stage.Name}' has no loss");
            yield return (weights.Append(stage.HiddenFade).Any(weight => weight is not >= 0), $"a weight of stage '{stage.Name}' is below 0");
            yield return (stage.Share is not > 0, Invariant($"share of stage '{stage.Name}': {stage.Share}, expected above 0"));
            yield return (stage.LearningRate is not > 0, Invariant($"learningRate of stage '{stage.Name}': {stage.LearningRate}, expected above 0"));
            yield return (options.SoftLabels is not null && (stage.HiddenWeight > 0 || stage.AttentionWeight > 0),
                $"stage '{stage.Name}' compares layers, which softLabels does not have");
        }
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
