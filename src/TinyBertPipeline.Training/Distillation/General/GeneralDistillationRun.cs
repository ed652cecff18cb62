using System.Globalization;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Training.Bundles;
using TinyBertPipeline.Training.Distillation.Objectives;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Optimization;
using TinyBertPipeline.Training.Resuming;
using TinyBertPipeline.Training.Tasks;

namespace TinyBertPipeline.Training.Distillation.General;

/// <summary>
/// TinyBERT's general distillation (Jiao et al. 2020, 3.2): hidden states and attention scores of a teacher that is not fine-tuned, on raw
/// text. The student is a BERT that <c>finetune --model</c> takes.
/// </summary>
public static class GeneralDistillationRun
{
    private const string Architecture = "BertModel";
    private static readonly string[] _notDeciding = ["out", "checkpoints"];

    /// <summary>Runs a general distillation; one that was interrupted goes on where its last checkpoint is.</summary>
    /// <exception cref="InvalidInputException">Options, teacher or text are wrong.</exception>
    /// <exception cref="EnvironmentException">libtorch is missing, the folder is in use or cannot be written.</exception>
    /// <exception cref="TrainingDivergedException">A loss or gradient is not finite.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled; a checkpoint was written.</exception>
    public static GeneralDistillationResult Run(
        GeneralDistillationOptions options, TrainingContext context, CancellationToken cancellation = default)
    {
        OptionsFaults.ThrowIfAny(options.Faults());
        LibTorch.EnsureLoaded();
        using var folder = RunLock.Take(options.Out);
        var files = Hash(options);
        var identity = files.Identify(options, _notDeciding);
        BundleFolder.ThrowIfTaken(options.Out, EncoderFolder.Names, RunIdentity.Hash(identity), context.Replaces);
        using var models = GeneralModels.Open(options, context.Progress);
        var checkpoints = Path.Combine(options.Out, TrainingCheckpoints.FolderName);
        var run = UnfinishedRun.Begin(
            checkpoints, identity, () => PrecisionChoice.UseBFloat16(options.Precision, models.Teacher.Config), options.Out, context.Replaces);
        using var text = new GeneralText(options, models.Tokenizer, cancellation);
        using var student = models.CreateStudent(options, text.Beginning(), run.UsesBFloat16);
        context.Progress.Note($"student {models.Size}, layers {models.Map} (student←teacher), start: "
            + $"{options.Initialization.ToString().ToLowerInvariant()}; matrix products in {PrecisionChoice.Name(run.UsesBFloat16)}");
        var session = Train(options, models, text, student, run, context.Progress, cancellation);
        Write(options, RunIdentity.Hash(identity), context, models, student, files, session);
        TrainingCheckpoints.Clear(checkpoints);
        context.Progress.Note($"a BERT of {models.Size} is in {options.Out}");
        return new GeneralDistillationResult(options.Out, session.Scores) { UsedBFloat16 = run.UsesBFloat16 };
    }

    private static RunInputs Hash(GeneralDistillationOptions options)
    {
        var inputs = new RunInputs();
        inputs.AddFiles("raw", RawTextReader.FindFiles(options.Raw));
        inputs.AddModel("teacher", options.Teacher);
        return inputs;
    }

    private static TrainingSession Train(
        GeneralDistillationOptions options, GeneralModels models, GeneralText text, Student student, UnfinishedRun run,
        ITrainingProgress progress, CancellationToken cancellation)
    {
        var stage = new DistillationStage
        {
            Name = "general",
            HiddenWeight = options.HiddenWeight,
            AttentionWeight = options.AttentionWeight,
        };
        var objective = new DistillationObjective(
            new ObjectiveOptions(stage, models.Map.Matches()) { Heads = student.Heads, UseBFloat16 = run.UsesBFloat16 },
            new ModelPair(student.Network, models.Teacher, student.Projections, null, models.Tokenizer.Vocabulary));
        var dev = new AgreementScore(objective, text.Held, options.BatchPieces / options.Window);
        var session = new TrainingSession(student.Network, dev, new SessionOptions
        {
            Identity = run.Identity,
            Folder = options.Out,
            Checkpoints = options.Checkpoints,
            ScoresStart = true,
            Describe = score => string.Create(CultureInfo.InvariantCulture, $"{score.Stage}: {score.Pieces} pieces"),
        }, progress);
        var batches = text.Learnt;
        session.Run(new TrainingStage<Core.Tasks.TaskExample[]>(stage.Name, objective, batches)
        {
            Schedule = WarmupLinearSchedule.Create(options.LearningRate, options.Warmup, batches.Count),
            Trained = [student.Network, student.Projections!],
            Optimizer = options.Optimizer,
            ScoredSteps = Enumerable.Range(1, options.Evaluations).Select(part => batches.Count * part / options.Evaluations)
                .Where(step => step > 0).Distinct(),
            Checkpoints = Path.Combine(options.Out, TrainingCheckpoints.FolderName),
        }, cancellation);
        return session;
    }

    // The encoder alone: neither the head that carried it nor the projections are of use to anyone.
    private static void Write(
        GeneralDistillationOptions options, string identity, TrainingContext context, GeneralModels models, Student student,
        RunInputs files, TrainingSession session)
    {
        var encoder = session.Weights.Where(tensor => tensor.Name.StartsWith(BertTaskModel.EncoderPrefix, StringComparison.Ordinal));
        new EncoderFolder(student.Network.Config, Architecture, models.Tokenizer, [.. encoder], new TrainingRecord
        {
            Identity = identity,
            Metrics = [.. session.Scores.Select(Row)],
            CommandLine = context.CommandLine,
            Options = OptionsFile.ToJson(options),
            Seeds = new Dictionary<string, long> { ["training"] = options.Seed },
            Inputs = files.ByPath,
            Scores = session.Kept.Score.Named(DevEvaluation.Part),
            Details = new JsonObject
            {
                ["layerMap"] = models.Map.ToString(),
                ["pieces"] = session.Pieces,
                ["seconds"] = Math.Round(session.Time.TotalSeconds, 1),
            },
        }).Write(options.Out, context.Replaces);
    }

    private static IReadOnlyList<KeyValuePair<string, double>> Row(TrainingScore score) =>
    [
        new("step", score.Step), new("pieces", score.Pieces), new("seconds", Math.Round(score.Seconds, 1)),
        .. score.Score.Named(DevEvaluation.Part),
    ];
}

/// <summary>What a general distillation came to.</summary>
/// <param name="Folder">The BERT.</param>
/// <param name="Scores">Of held-out text: the untrained student first, the written one last.</param>
public sealed record GeneralDistillationResult(string Folder, IReadOnlyList<TrainingScore> Scores)
{
    /// <summary>Whether matrix products were computed in bfloat16.</summary>
    public bool UsedBFloat16 { get; init; }
}
