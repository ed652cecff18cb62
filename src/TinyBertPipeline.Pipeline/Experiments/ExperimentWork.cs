using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Pipeline.Context;
using TinyBertPipeline.Pipeline.Reports;
using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.FineTuning;

namespace TinyBertPipeline.Pipeline.Experiments;

/// <summary>
/// Trains and scores on this machine. What a result says comes from the bundle, so that a process that ended before it could say so loses
/// nothing.
/// </summary>
internal sealed class ExperimentWork(PipelineContext context) : IExperimentWork
{
    private const int Digits = 4;
    private const int ScoreDigits = 6;

    public ExperimentResult Train(ExperimentJob job, CancellationToken cancellation)
    {
        EnsureBundle(job, cancellation);
        var (score, kept) = Measure(job, job.DataSet.Dev, "dev", cancellation);
        return Describe(job) with
        {
            Metric = score.Metric,
            Decoder = Bundle.Open(job.Folder).Settings.Decoder?.ToString().ToLowerInvariant(),
            Dev = Math.Round(score.Value, ScoreDigits),
            Details = Details(score, "dev", []),
            DevKept = Round(kept?.Estimate),
            DevKeptLower = Round(kept?.Lower),
            DevKeptUpper = Round(kept?.Upper),
        };
    }

    public ExperimentResult Test(ExperimentJob job, ExperimentResult result, CancellationToken cancellation)
    {
        if (!JobState.IsComplete(job))
        {
            context.Progress.Note($"{job.Title}: its bundle is not in {job.Folder}; it is trained from its options");
            result = Train(job, cancellation);
        }
        var (score, kept) = Measure(job, job.DataSet.Test, "test", cancellation);
        return result with
        {
            Test = Math.Round(score.Value, ScoreDigits),
            Details = Details(score, "test", result.Details),
            TestKept = Round(kept?.Estimate),
            TestKeptLower = Round(kept?.Lower),
            TestKeptUpper = Round(kept?.Upper),
        };
    }

    private (TaskScore Score, BootstrapInterval? Kept) Measure(ExperimentJob job, string path, string part, CancellationToken cancellation)
    {
        var options = job.DataSet.Teacher.Data;
        var score = FileScore.Measure(job.Folder, path, options, part, cancellation);
        if (job.Teacher is null) return (score.Score, null);
        EnsureBundle(job.Teacher, cancellation);
        var teacher = Bundle.Open(job.Teacher.Folder);
        var data = teacher.Model.Data(teacher.Task.Read(path, options));
        return (score.Score, score.KeptOf(FileScore.Measure(job.Teacher.Folder, path, options, part, cancellation), data));
    }

    private static SortedDictionary<string, double> Details(TaskScore score, string part, IEnumerable<KeyValuePair<string, double>> others)
    {
        var details = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, value) in others.Concat(score.Named(part).Skip(1))) details[name] = Math.Round(value, ScoreDigits);
        return details;
    }

    private void EnsureBundle(ExperimentJob job, CancellationToken cancellation)
    {
        if (JobState.IsComplete(job))
        {
            JobState.Tidy(job);
            return;
        }
        foreach (var teacher in (job.Teacher is { } first ? [first, .. job.MoreTeachers] : job.MoreTeachers).Where(one => !JobState.IsComplete(one)))
        {
            context.Progress.Note($"{teacher.Title}: its bundle is not in {teacher.Folder}; it is trained from its options");
            EnsureBundle(teacher, cancellation);
        }
        if (JobState.Prepare(job) is { } aside) context.Progress.Note($"{job.Folder} held something of other options, now in {aside}");
        if (job.FineTuning is { } fineTuning) FineTuningRun.Run(fineTuning, context.Training, cancellation);
        else DistillationRun.Run(job.Distillation!, context.Training, cancellation);
    }

    private ExperimentResult Describe(ExperimentJob job)
    {
        var bundle = Bundle.Open(job.Folder);
        var run = bundle.ReadRun()!;
        var details = run.Details!.AsObject();
        var (pieces, minutes) = ((long?)details["pieces"], Minutes(details));
        return StartFigures.AddTo(ExperimentRun.NewResult(job, context.CommandLine), job) with
        {
            Parameters = bundle.LoadWeights().Tensors.Values.Sum(tensor => (long)tensor.Values.Length),
            Head = HeadNames.Of(bundle.Settings.Head ?? HeadKind.Linear),
            Model = job.FineTuning is { } tuning ? Path.GetFileName(tuning.Model?.TrimEnd('/')) ?? tuning.Size : null,
            Pieces = pieces,
            Minutes = minutes,
            PiecesPerSecondTraining = minutes > 0 ? Math.Round(pieces / (60 * minutes) ?? 0, 1) : null,
            Precision = (string?)details["precision"] ?? (string?)details["matrixProducts"],
            LayerMap = (string?)details["layerMap"],
            EntityWeight = (double?)run.Options?["entityWeight"],
        };
    }

    private static double Minutes(JsonObject details) =>
        Math.Round((double?)details["minutes"] ?? (double)details["seconds"]! / 60, 2);

    private static double? Round(double? share) => share is { } value ? Math.Round(value, Digits) : null;
}
