using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.Known;
using TinyBertPipeline.Training.Loop;
using static System.FormattableString;

namespace TinyBertPipeline.Training.Distillation.Recipe;

/// <summary>Finds what is missing, out of range or contradictory in the options of a distillation.</summary>
internal static class RecipeFaults
{
    private const int FewestInitializationPieces = 1000;

    public static IEnumerable<string> Of(DistillationOptions options) =>
    [
        .. OptionsFaults.Where([.. Inputs(options), .. Students(options), .. Numbers(options), .. Lists(options)]),
        .. Stages(options),
        .. TaskList.Faults(options.Task, new BundleSettings
        {
            Decoder = options.Decoder,
            Head = options.Head is { } head ? HeadNames.Find(head) : null,
        }),
        .. OptionsFaults.Below("data", options.Data, data => data.Faults()),
        .. OptionsFaults.Below("tuning", options.Tuning, tuning => tuning.Faults()),
        .. OptionsFaults.Below("optimizer", options.Optimizer, optimizer => optimizer.Faults()),
        .. OptionsFaults.Below("checkpoints", options.Checkpoints, checkpoints => checkpoints.Faults()),
    ];

    private static (bool IsFault, string Text)[] Inputs(DistillationOptions options)
    {
        var isSoft = options.SoftLabels is not null;
        (string Key, string? Folder)[] folders =
        [
            ("teacher", options.Teacher),
            .. (options.MoreTeachers ?? []).Select(folder => ("moreTeachers", (string?)(folder ?? ""))),
            ("generalTeacher", options.GeneralTeacher), ("softLabels", options.SoftLabels),
            ("model", options.Model), ("tokenizer", options.Tokenizer), ("givenStudent", options.GivenStudent),
        ];
        return
        [
            (string.IsNullOrEmpty(options.Out), "out: the folder of the bundle is needed"),
            (string.IsNullOrEmpty(options.Dev) && isSoft, "dev: a labelled development file is needed with softLabels"),
            (string.IsNullOrEmpty(options.Train) && !isSoft, "train: a labelled training file is needed"),
            (options.Teacher is null && !isSoft, "teacher: the folder of a fine-tuned model is needed, or softLabels"),
            (options.Teacher is null && options.MoreTeachers is { Count: > 0 }, "moreTeachers need a teacher, the first of all"),
            (isSoft && options is { Teacher: not null, MoreTeachers.Count: > 0 }, "moreTeachers do not go with softLabels"),
            (options.TeacherCache < 0, Invariant($"teacherCache: {options.TeacherCache}, expected megabytes, 0 or more")),
            .. folders.Select(folder => (folder.Folder?.Length == 0, $"{folder.Key}: has no name")),
            .. folders.Select(folder => (OptionsPath.AreOne(folder.Folder, options.Out), $"out: would overwrite {folder.Key}")),
            (options.Raw is null || options.Raw.Any(string.IsNullOrEmpty), "raw: expected a list of files and folders, which may be empty"),
            (options.Labels is { } labels && (labels.Count == 0 || labels.Any(string.IsNullOrEmpty)),
                "labels: expected the teacher's labels in order"),
            (isSoft && options.Variant is not (DistillationVariant.Full or DistillationVariant.Logits),
                $"softLabels has the prediction loss only; variant {options.Variant} does not go with it"),
            (isSoft && options.Tune, "tune needs a teacher, not softLabels"),
            (isSoft && options.PreferEntities, "preferEntities needs a teacher, not softLabels"),
        ];
    }

    private static (bool IsFault, string Text)[] Students(DistillationOptions options)
    {
        var isAlone = options.Teacher is null && options.SoftLabels is not null;
        var starts = new[] { options.GivenStudent, options.Model, options.Tokenizer }.Count(start => start is not null);
        return
        [
            (options.GivenStudent is not null && options.Initialization is not null, "givenStudent and initialization exclude each other"),
            (options.Teacher is not null && (options.Model ?? options.Tokenizer) is not null,
                "model and tokenizer are for softLabels without a teacher; a student has its teacher's tokenizer"),
            (isAlone && starts == 0,
                "softLabels without a teacher needs model, or tokenizer and size, or givenStudent: where the student starts"),
            (isAlone && starts > 1, "model, tokenizer and givenStudent exclude each other"),
            (options.Teacher is null && options.Labels is not null, "labels are those of a teacher, which is not given"),
            (options.Teacher is null && options.GeneralTeacher is not null, "generalTeacher needs a teacher"),
            (isAlone && options.Initialization is InitializationKind.Recipe or InitializationKind.Selection && options.Teacher is null,
                $"initialization {options.Initialization} needs a teacher"),
            (ComparesKept(options) && (options.GivenStudent is not null || options.StartsAt() == InitializationKind.Random),
                "activationWeight and middleWeight compare what the student kept of its teacher; it has to start from it"),
            (options.FirstSize is not null && (options.GivenStudent is not null || options.StartsAt() == InitializationKind.Random),
                "firstSize is the size of what the student starts from, between its teacher and it; it has to start from its teacher"),
            (options.FirstSize is { } first && ModelSize.Fault(first) is not null, $"firstSize: {ModelSize.Fault(options.FirstSize ?? "")}"),
            (options is { FirstShare: not null, FirstSize: null }, "firstShare is the share of the student of firstSize, which is not given"),
            (options.FirstShare is { } share && share is not (> 0 and < 1), Invariant($"firstShare: {options.FirstShare}, expected above 0 and below 1")),
            (options.Head is not null && HeadNames.Find(options.Head) is null,
                $"head: '{options.Head}'; {NearestName.Suggest(options.Head ?? "", HeadNames.All)}"),
            (options.GivenStudent is null && options.Model is null && ModelSize.Fault(options.Size) is not null,
                $"size: {ModelSize.Fault(options.Size)}"),
        ];
    }

    private static bool ComparesKept(DistillationOptions options) =>
        options.ActivationWeight > 0 || options.MiddleWeight > 0
        || options.Stages?.Any(stage => stage is { ActivationWeight: > 0 } or { MiddleWeight: > 0 }) == true;

    private static (bool IsFault, string Text)[] Numbers(DistillationOptions options)
    {
        (string Name, double Value)[] weights =
        [
            ("entityWeight", options.EntityWeight ?? 0), ("activationWeight", options.ActivationWeight ?? 0),
            ("middleWeight", options.MiddleWeight ?? 0), ("hiddenWeight", options.HiddenWeight), ("attentionWeight", options.AttentionWeight),
            ("predictionWeight", options.PredictionWeight ?? 0), ("hiddenFade", options.HiddenFade),
        ];
        return
        [
            (options.Pieces is < 1 or > DistillationOptions.MostPieces,
                Invariant($"pieces: {options.Pieces}, expected 1 to {DistillationOptions.MostPieces}")),
            (options.TrainingShare is not (>= 0 and <= 1), Invariant($"trainingShare: {options.TrainingShare}, expected 0 to 1")),
            (options.Window < BundleSettings.SmallestWindow,
                Invariant($"window: {options.Window}, expected {BundleSettings.SmallestWindow} or more")),
            (options.BatchPieces is < 1 or > TrainingLimits.BatchPieces,
                Invariant($"batchPieces: {options.BatchPieces}, expected 1 to {TrainingLimits.BatchPieces}")),
            (options.SwappedCopies is < 0 or > DistillationOptions.MostCopies,
                Invariant($"swappedCopies: {options.SwappedCopies}, expected 0 to {DistillationOptions.MostCopies}")),
            (options.SwappedCopies > 0 && options.SoftLabels is not null, "swappedCopies needs a teacher that labels them, not softLabels"),
            (options.ReplacedCopies is < 0 or > DistillationOptions.MostCopies,
                Invariant($"replacedCopies: {options.ReplacedCopies}, expected 0 to {DistillationOptions.MostCopies}")),
            (options.ReplacedCopies > 0 && options.SoftLabels is not null, "replacedCopies needs a teacher that labels them, not softLabels"),
            (options.ReplacedCopies > 0 && DistillationStages.TakeGold(options),
                "replacedCopies: sentences with other words have no gold labels, which the variant or a stage takes"),
            (options.ReplacedCopies > 0 && options.Raw is not { Count: > 0 }, "replacedCopies takes its words from raw text, which is not given"),
            (options.Temperature is not > 0 || !double.IsFinite(options.Temperature),
                Invariant($"temperature: {options.Temperature}, expected above 0")),
            (options.Evaluations is < 1 or > TrainingLimits.Evaluations,
                Invariant($"evaluations: {options.Evaluations}, expected 1 to {TrainingLimits.Evaluations}")),
            (options.InitializationPieces > TrainingLimits.InitializationPieces,
                Invariant($"initializationPieces: {options.InitializationPieces}, expected {TrainingLimits.InitializationPieces} at most")),
            (options.InitializationPieces < FewestInitializationPieces && options.StartsAt() != InitializationKind.Random,
                Invariant($"initializationPieces: {options.InitializationPieces}, expected {FewestInitializationPieces} or more")),
            (options.LearningRate is { } rate && !(rate > 0 && double.IsFinite(rate)),
                Invariant($"learningRate: {options.LearningRate}, expected above 0")),
            (options.RestRate is not (null or >= 0 and <= 1), Invariant($"restRate: {options.RestRate}, expected 0 to 1")),
            (options.RestRate > 0 && options.AverageWeights != true, "restRate leaves the weights in motion; averageWeights goes with it"),
            (options.RestRate > 0 && (options.Stages is { Count: > 0 } || options.SoftLabels is not null || options.Variant != DistillationVariant.Full),
                "restRate is for the whole recipe; a stage has rest"),
            (options.Baseline is { } baseline && !double.IsFinite(baseline), Invariant($"baseline: {options.Baseline}, expected a score")),
            .. weights.Select(weight => (weight.Value is not >= 0 || !double.IsFinite(weight.Value),
                Invariant($"{weight.Name}: {weight.Value}, expected 0 or more"))),
        ];
    }

    private static (bool IsFault, string Text)[] Lists(DistillationOptions options) =>
    [
        (options.Matches?.Any(match => match is null || match.Weight is not >= 0 || !double.IsFinite(match.Weight)) == true,
            "matches: expected a list of { student, teacher, feature, weight }, weights of 0 or more"),
    ];

    private static IEnumerable<string> Stages(DistillationOptions options)
    {
        if (options.Stages is not { } stages) return [];
        var contradictions = stages.OfType<DistillationStage>().SelectMany(stage => Contradictions(options, stage));
        return OptionsFaults.BelowEach("stages", stages, stage => stage.Faults()).Concat(OptionsFaults.Where(contradictions));
    }

    private static (bool IsFault, string Text)[] Contradictions(DistillationOptions options, DistillationStage stage)
    {
        var isSoft = options.SoftLabels is not null;
        return
        [
            (isSoft && stage.ComparesLayers, $"stages: '{stage.Name}' compares layers, which softLabels does not have"),
            (isSoft && stage.LabelWeight > 0, $"stages: '{stage.Name}' takes gold labels, which softLabels does not have"),
            (stage.GeneralTeacher && options.GeneralTeacher is not null && stage.PredictionWeight > 0,
                $"stages: '{stage.Name}' takes predictions of the general teacher, which makes none"),
        ];
    }
}
