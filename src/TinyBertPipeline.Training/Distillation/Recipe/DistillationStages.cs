namespace TinyBertPipeline.Training.Distillation.Recipe;

/// <summary>The stages of each variant.</summary>
internal static class DistillationStages
{
    private const double WideRate = 6e-4;

    // Smaller students are farther from their teacher at the start: a higher rate.
    private const double NarrowRate = 8e-4;
    private const int NarrowWidth = 240;
    private const double TinyRate = 2.4e-3;
    private const int TinyWidth = 128;

    // A student that learns from labels alone sees the same sentences many times: the rate and dropout of fine-tuning.
    private const double LabelRate = 2e-4;

    /// <summary>Whether a stage takes the gold labels of the training sentences.</summary>
    public static bool TakeGold(DistillationOptions options) => Of(options, hiddenSize: int.MaxValue).Any(stage => stage is { LabelWeight: > 0 });

    /// <summary>The stages of the options: those given, else those of the variant.</summary>
    public static IReadOnlyList<DistillationStage> Of(DistillationOptions options, int hiddenSize)
    {
        if (options.Stages is { Count: > 0 } given) return given;
        var rate = options.LearningRate
            ?? (hiddenSize <= TinyWidth ? TinyRate : hiddenSize <= NarrowWidth ? NarrowRate : WideRate);
        var prediction = options.PredictionWeight ?? (options.EntityWeight > 0 ? 3 : 1);
        return options.SoftLabels is not null || options.Variant == DistillationVariant.Logits
            ? [new DistillationStage { Name = "logits", PredictionWeight = prediction, LearningRate = rate }]
            : options.Variant switch
            {
                DistillationVariant.LabelsOnly =>
                [
                    new DistillationStage
                    {
                        Name = "labels", Text = StageText.Training, LabelWeight = 1, LearningRate = options.LearningRate ?? LabelRate,
                        Warmup = 0.1, Dropout = true,
                    },
                ],
                DistillationVariant.TinyBert => TinyBert(options, rate, prediction),
                _ =>
                [
                    new DistillationStage
                    {
                        HiddenWeight = options.HiddenWeight, HiddenFade = options.HiddenFade, AttentionWeight = options.AttentionWeight,
                        ActivationWeight = options.ActivationWeight ?? 0, MiddleWeight = options.MiddleWeight ?? 0,
                        PredictionWeight = prediction, LearningRate = rate, Rest = options.RestRate ?? 0,
                    },
                ],
            };
    }

    // TinyBERT (arXiv 1909.10351): general and intermediate stages compare embeddings, hidden states and attention scores with equal
    // weights, the prediction stage the logits alone. Their rates are for budgets a thousand times as large; these fit a million pieces.
    private static DistillationStage[] TinyBert(DistillationOptions options, double rate, double prediction)
    {
        var intermediate = new DistillationStage { HiddenWeight = 1, AttentionWeight = 1, LearningRate = rate, Warmup = 0.1 };
        return
        [
            intermediate with { Name = "general", Share = 0.4, Text = StageText.Raw, GeneralTeacher = true },
            intermediate with { Name = "intermediate", Share = 0.4 },
            new DistillationStage
            {
                Name = "prediction", Share = 0.2, PredictionWeight = prediction, LearningRate = rate / 2, Warmup = 0.1,
            },
        ];
    }
}
