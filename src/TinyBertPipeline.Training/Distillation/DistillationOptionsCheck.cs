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
        var faults = Faults(options).ToList();
        if (faults.Count > 0) throw new InvalidInputException(InputKind.Configuration, null, string.Join("; ", faults));
    }

    private static IEnumerable<string> Faults(DistillationOptions options)
    {
        if (options.Out.Length == 0) yield return "out: expected the folder of the bundle to write";
        if (options.Dev.Length == 0) yield return "dev: expected a labelled file";
        if (options.Train.Length == 0 && options.SoftLabels is null) yield return "train: expected a labelled file";
        if (options.Teacher is null && options.SoftLabels is null) yield return "teacher: expected the folder of a fine-tuned tagger, or softLabels";
        if (options.Teacher is null && options.GivenStudent is null && options.SoftLabels is not null)
            yield return "softLabels without a teacher needs givenStudent: the vocabulary and the sizes come from it";
        if (options.GivenStudent is not null && options.Initialization is not null) yield return "givenStudent and initialization exclude each other";
        if (options.SoftLabels is not null && options.Variant is not (DistillationVariant.Full or DistillationVariant.Logits))
            yield return $"softLabels has the prediction loss only; variant {options.Variant} does not go with it";
        if (options.SoftLabels is not null && options.Tune) yield return "tune needs a teacher, not softLabels";
        if (options.Pieces < 1) yield return $"pieces: {options.Pieces}, expected 1 or more";
        if (options.TrainingShare is not (>= 0 and <= 1)) yield return $"trainingShare: {options.TrainingShare}, expected 0 to 1";
        if (options.MaxPieces < 8) yield return $"maxPieces: {options.MaxPieces}, expected 8 or more";
        if (options.BatchTokens < options.MaxPieces) yield return $"batchTokens: {options.BatchTokens}, expected maxPieces ({options.MaxPieces}) or more";
        if (options.Temperature is not > 0) yield return $"temperature: {options.Temperature}, expected above 0";
        if (options.Evaluations < 1) yield return $"evaluations: {options.Evaluations}, expected 1 or more";
        if (options.InitializationPieces < 1000 && options.Initialization is not InitializationKind.Random)
            yield return $"initializationPieces: {options.InitializationPieces}, expected 1000 or more";
        (string, double)[] weights =
        [
            ("entityWeight", options.EntityWeight), ("hiddenWeight", options.HiddenWeight), ("attentionWeight", options.AttentionWeight),
            ("predictionWeight", options.PredictionWeight ?? 0), ("hiddenFade", options.HiddenFade),
        ];
        foreach (var (name, value) in weights.Where(weight => weight.Item2 is not >= 0)) yield return $"{name}: {value}, expected 0 or more";
        if (options.LearningRate is not (null or > 0)) yield return $"learningRate: {options.LearningRate}, expected above 0";
    }
}
