using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Bundles;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Training.Distillation;

/// <summary>
/// Distils a student from a fine-tuned teacher and writes it as a bundle. The student starts from its teacher and learns in one joint stage
/// of hidden states, attention scores and predictions, unless the options say otherwise.
/// </summary>
public static class DistillationRun
{
    private static readonly string[] _notDeciding = ["out", "checkpoints", "baseline"];

    /// <summary>Runs a distillation; one that was interrupted goes on where its last checkpoint is.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="context">Who follows it, and the command.</param>
    /// <param name="cancellation">Ends the run after a step, with a checkpoint.</param>
    /// <exception cref="InvalidInputException">
    /// The options contradict each other, or an input is missing, broken or does not fit the others.
    /// </exception>
    /// <exception cref="EnvironmentException">
    /// libtorch is missing, another run writes into the folder, or a file cannot be written.
    /// </exception>
    /// <exception cref="TrainingDivergedException">A loss or gradient is not finite.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static DistillationResult Run(DistillationOptions options, TrainingContext context, CancellationToken cancellation = default)
    {
        OptionsFaults.ThrowIfAny(options.Faults());
        LibTorch.EnsureLoaded();
        using var folder = RunLock.Take(options.Out);
        var (start, progress) = (Stopwatch.GetTimestamp(), context.Progress);
        using var models = DistillationModels.Open(options, progress);
        var files = DistillationSetup.Hash(options);
        var identity = files.Identify(options, _notDeciding);
        BundleFolder.ThrowIfTaken(options.Out, TrainedBundle.Names, RunIdentity.Hash(identity), context.Replaces);
        var checkpoints = Path.Combine(options.Out, TrainingCheckpoints.FolderName);
        var run = UnfinishedRun.Begin(
            checkpoints, identity, () => PrecisionChoice.UseBFloat16(options.Precision, models.Student.Config), options.Out, context.Replaces);
        progress.Note($"matrix products in {PrecisionChoice.Name(run.UsesBFloat16)}");
        options = options with { Window = models.Student.Settings.Window };
        using var setup = DistillationSetup.Load(options, models, run, progress);
        options = setup.Options;
        var teacherScore = setup.ScoreTeacher(cancellation);
        var (teacherScores, ensembleScore) = setup.ScoreTeachers(teacherScore, cancellation);
        var (chosen, tuning) = options.Tune
            ? DistillationTuning.Choose(setup, options, Path.Combine(checkpoints, TrainingCheckpoints.TuningName), progress, cancellation)
            : (options, []);

        NotePlan(setup, chosen, teacherScore, progress);
        var (first, rest) = FirstStudent.Share(chosen);
        using var student = first is null
            ? setup.CreateStudent(chosen)
            : FirstStudent.Train(setup, first, progress, Path.Combine(checkpoints, TrainingCheckpoints.FirstName), cancellation);
        var preparation = Stopwatch.GetElapsedTime(start);
        var session = new DistillationTraining(setup, rest, student, progress).Run(checkpoints, cancellation);
        var result = new DistillationResult(options.Out, session.Scores)
        {
            Final = session.Kept,
            TeacherScore = teacherScore,
            TeacherScores = teacherScores,
            EnsembleScore = ensembleScore,
            Chosen = setup.Chosen,
            LayerMap = setup.Map(chosen)?.ToString(),
            Parameters = student.Network.parameters().Sum(parameter => parameter.numel()),
            Minutes = (session.Time + preparation).TotalMinutes,
            UsedBFloat16 = run.UsesBFloat16,
            TimeShares = session.TimeShares(),
            Tuning = tuning,
        };
        Write(chosen, RunIdentity.Hash(identity), context, models.Student, files, session, result);
        TrainingCheckpoints.Clear(checkpoints);
        NoteResult(options, result, progress);
        return result;
    }

    /// <summary>
    /// What decides the result: the options but for places and comparisons, with the contents of inputs in place of their paths. A key's
    /// value may be replaced where an input is known in another way, as a teacher that is yet to be trained.
    /// </summary>
    /// <exception cref="InvalidInputException">An input is missing.</exception>
    public static JsonObject Identity(DistillationOptions options) => DistillationSetup.Hash(options).Identify(options, _notDeciding);

    // The student without its projections, and how it was made.
    private static void Write(
        DistillationOptions options, string identity, TrainingContext context, ITaskModel student, RunInputs files, TrainingSession session,
        DistillationResult result)
    {
        KeyValuePair<string, double>[] ofTeacher = result.TeacherScore is { } teacher
            ? [KeyValuePair.Create(TaskScore.KeyOf("teacherDev", teacher.Metric), teacher.Value)]
            : [];
        new TrainedBundle(student, session.Weights, new TrainingRecord
        {
            Identity = identity,
            Metrics = [.. result.Rows()],
            CommandLine = context.CommandLine,
            Options = OptionsFile.ToJson(options),
            Seeds = new Dictionary<string, long> { ["distillation"] = options.Seed },
            Inputs = files.ByPath,
            Scores = [.. result.Final.Score.Named(DevEvaluation.Part), .. ofTeacher],
            Details = Details(result),
        })
        {
            Sources = CardSource.List(
            [
                .. options.AllTeachers().Select(teacher => ("learnt from", (string?)teacher)),
                ("learnt from, in general stages,", options.GeneralTeacher), ("started from", options.GivenStudent ?? options.Model),
            ]),
        }.Write(options.Out, context.Replaces);
    }

    private static JsonObject Details(DistillationResult result) => new()
    {
        ["layerMap"] = result.LayerMap,
        ["chosen"] = new JsonArray([.. result.Chosen.Select(line => JsonValue.Create(line))]),
        ["teachers"] = new JsonArray([.. result.TeacherScores.Select(score => JsonValue.Create(score.Value))]),
        ["ensemble"] = result.EnsembleScore?.Value,
        ["isAverage"] = result.Final.Stage == TrainingSession.Average,
        ["pieces"] = result.Final.Pieces,
        ["minutes"] = Math.Round(result.Minutes, 2),
        ["piecesPerSecond"] = Math.Round(result.Final.Pieces / Math.Max(result.Final.Seconds, 1e-9)),
        ["timeShares"] = new JsonObject(result.TimeShares.Select(share =>
            KeyValuePair.Create(share.Key, (JsonNode?)Math.Round(share.Value, 3)))),
        ["parameters"] = result.Parameters,
        ["matrixProducts"] = PrecisionChoice.Name(result.UsedBFloat16),
        ["tuning"] = JsonSerializer.SerializeToNode(result.Tuning, OptionsFile.Json),
    };

    private static void NotePlan(DistillationSetup setup, DistillationOptions options, TaskScore? teacher, ITrainingProgress progress)
    {
        var (models, size) = (setup.Models, ModelSize.Of(setup.Models.Student.Config));
        progress.Note($"student {size}, layers {setup.Map(options)?.ToString() ?? "free"} (student←teacher), start: "
            + (models.StartFolder ?? options.StartsAt().ToString().ToLowerInvariant()));
        if (teacher is not null) progress.Note($"teacher: {DevEvaluation.Describe(teacher)}");
        if (models.Teacher is { } network && network.Config.Heads != size.Heads)
        {
            progress.Note($"teacher and student have {network.Config.Heads} and {size.Heads} heads: attention is compared head by "
                + "head, each student head with the teacher head it starts from");
        }
    }

    private static void NoteResult(DistillationOptions options, DistillationResult result, ITrainingProgress progress)
    {
        var score = result.Final.Score;
        var metric = TaskScore.Shown(score.Metric);
        if (result is { EnsembleScore: { Value: > 0 } ensemble, TeacherScores: { Count: > 1 } all } && all.Average(one => one.Value) is > 0 and var mean)
        {
            progress.Note(string.Create(CultureInfo.InvariantCulture,
                $"the student keeps {100 * score.Value / mean:F1} % of its teachers' mean dev {metric} ({100 * mean:F2}) ")
                + string.Create(CultureInfo.InvariantCulture,
                    $"and {100 * score.Value / ensemble.Value:F1} % of that of all together ({100 * ensemble.Value:F2})"));
        }
        else if (result.TeacherScore is { Value: > 0 } teacher)
        {
            progress.Note(string.Create(
                CultureInfo.InvariantCulture, $"the student keeps {100 * score.Value / teacher.Value:F1} % of its teacher's dev {metric}"));
        }
        if (options.Baseline is { } baseline && score.Value < baseline)
        {
            progress.Warn(string.Create(CultureInfo.InvariantCulture,
                $"dev {metric} {100 * score.Value:F2} is below that of the same student without a teacher, {100 * baseline:F2}"));
        }
    }
}
