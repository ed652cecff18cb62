using System.Diagnostics;
using System.Globalization;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Training.Distillation;

/// <summary>
/// Distils a student from a fine-tuned teacher and writes it as a bundle. The student starts from its teacher and learns in one joint stage of
/// hidden states, attention scores and predictions, unless the options say otherwise.
/// </summary>
public static class DistillationRun
{
    /// <summary>Runs a distillation; one that was interrupted goes on where its last checkpoint is.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="progress">Follows the training.</param>
    /// <param name="cancellation">Ends the run after a step, with a checkpoint.</param>
    /// <exception cref="Core.InvalidInputException">The options contradict each other, or an input is missing, broken or does not fit the others.</exception>
    /// <exception cref="Core.EnvironmentException">libtorch is missing, another run writes into the folder, or a file cannot be written.</exception>
    /// <exception cref="Core.TrainingDivergedException">A loss or gradient is not finite.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static DistillationResult Run(DistillationOptions options, ITrainingProgress progress, CancellationToken cancellation)
    {
        DistillationOptionsCheck.ThrowIfInvalid(options);
        LibTorch.EnsureLoaded();
        using var folder = RunLock.Take(options.Out);
        var start = Stopwatch.GetTimestamp();
        using var setup = DistillationSetup.Load(options, progress);
        setup.UsesBFloat16 = PrecisionChoice.UseBFloat16(options.Precision, setup.StudentConfig(options));
        progress.Note(setup.UsesBFloat16 ? "matrix products in bfloat16" : "matrix products in 32 bits");
        var teacherScore = setup.Models.Teacher is { } teacher ? setup.Score(teacher) : null;
        var checkpoints = Path.Combine(options.Out, "checkpoints");
        var (chosen, tuning) = options.Tune ? Tune(setup, options, checkpoints, progress, cancellation) : (options, []);

        NotePlan(setup, chosen, teacherScore, progress);
        using var student = setup.CreateStudent(chosen);
        var preparation = Stopwatch.GetElapsedTime(start);
        var training = new DistillationTraining(setup, chosen, student, progress);
        training.Run(checkpoints, cancellation);
        var result = new DistillationResult(options.Out, training.Scores)
        {
            TeacherDevF1 = teacherScore?.Viterbi,
            LayerMap = setup.Map(chosen)?.ToString(),
            Parameters = student.Model.parameters().Sum(parameter => parameter.numel()),
            Minutes = (training.Seconds + preparation.TotalSeconds) / 60,
            UsedBFloat16 = training.UsesBFloat16,
            TimeShares = training.TimeShares(),
            Tuning = tuning,
        };
        DistillationBundle.Write(setup, chosen, student, result);
        if (Directory.Exists(checkpoints)) Directory.Delete(checkpoints, recursive: true);
        NoteResult(options, result, progress);
        return result;
    }

    private static (DistillationOptions, IReadOnlyList<TuningScore>) Tune(
        DistillationSetup setup, DistillationOptions options, string checkpoints, ITrainingProgress progress, CancellationToken cancellation)
    {
        var kept = new TuningFile(Path.Combine(checkpoints, "tuning.json"), DistillationIdentity.Of(options, setup.InputHashes()));
        return DistillationTuning.Choose(setup, options, kept, progress, cancellation);
    }

    private static void NotePlan(DistillationSetup setup, DistillationOptions options, DevScore? teacher, ITrainingProgress progress)
    {
        progress.Note($"student {setup.Size(options)}, layers {setup.Map(options)?.ToString() ?? "free"} (student←teacher), start: "
            + (options.GivenStudent is null ? options.StartsAt().ToString().ToLowerInvariant() : options.GivenStudent));
        if (teacher is not null)
        {
            progress.Note(string.Create(CultureInfo.InvariantCulture,
                $"teacher: dev F1 {100 * teacher.Viterbi:F2} with legal paths, {100 * teacher.Argmax:F2} without"));
        }
        if (setup.Models.Teacher is { } model && model.Config.Heads != setup.Size(options).Heads)
            progress.Note($"teacher and student have {model.Config.Heads} and {setup.Size(options).Heads} heads: attention is compared head by "
                + "head, each student head with the teacher head it starts from");
    }

    private static void NoteResult(DistillationOptions options, DistillationResult result, ITrainingProgress progress)
    {
        if (result.TeacherDevF1 is > 0 and var teacher)
            progress.Note(string.Create(CultureInfo.InvariantCulture, $"the student keeps {100 * result.Final.DevF1 / teacher:F1} % of its teacher's dev F1"));
        if (options.Baseline is { } baseline && result.Final.DevF1 < baseline)
        {
            progress.Note(string.Create(CultureInfo.InvariantCulture,
                $"warning: dev F1 {100 * result.Final.DevF1:F2} is below that of the same student without a teacher, {100 * baseline:F2}"));
        }
    }
}
