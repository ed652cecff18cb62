using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Evaluation;
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

    public ExperimentResult Train(ExperimentJob job, CancellationToken cancellation)
    {
        EnsureBundle(job, cancellation);
        var dev = LabeledData.Read(job.DataSet.Dev);
        var score = FileScore.Measure(job.Folder, dev, "dev", cancellation);
        var kept = Kept(job, score, dev, "dev", cancellation);
        return Describe(job) with
        {
            DevF1 = score.F1,
            DevF1Argmax = score.F1Argmax,
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
        var test = LabeledData.Read(job.DataSet.Test);
        var score = FileScore.Measure(job.Folder, test, "test", cancellation);
        var kept = Kept(job, score, test, "test", cancellation);
        return result with
        {
            TestF1 = score.F1,
            TestF1Argmax = score.F1Argmax,
            TestKept = Round(kept?.Estimate),
            TestKeptLower = Round(kept?.Lower),
            TestKeptUpper = Round(kept?.Upper),
        };
    }

    private BootstrapInterval? Kept(ExperimentJob job, FileScore score, LabeledData data, string part, CancellationToken cancellation)
    {
        if (job.Teacher is null) return null;
        EnsureBundle(job.Teacher, cancellation);
        return score.KeptOf(FileScore.Measure(job.Teacher.Folder, data, part, cancellation), data);
    }

    private void EnsureBundle(ExperimentJob job, CancellationToken cancellation)
    {
        if (JobState.IsComplete(job)) return;
        if (job.Teacher is { } teacher && !JobState.IsComplete(teacher))
        {
            context.Progress.Note($"{teacher.Title}: its bundle is not in {teacher.Folder}; it is trained from its options");
            EnsureBundle(teacher, cancellation);
        }
        if (JobState.Prepare(job) is { } aside) context.Progress.Note($"{job.Folder} held something of other options, now in {aside}");
        if (job.FineTuning is { } fineTuning) FineTuningRun.Run(fineTuning, context.Progress.Training, cancellation);
        else DistillationRun.Run(job.Distillation!, context.Progress.Training, cancellation);
    }

    private ExperimentResult Describe(ExperimentJob job)
    {
        var bundle = Bundle.Open(job.Folder);
        var run = bundle.ReadRun()!;
        var details = run.Details!.AsObject();
        return ExperimentRun.NewResult(job, context.CommandLine) with
        {
            Parameters = bundle.LoadWeights().Tensors.Values.Sum(tensor => (long)tensor.Values.Length),
            Tokens = (long?)details["pieces"],
            Minutes = Minutes(details),
            Precision = (string?)details["precision"] ?? (string?)details["matrixProducts"],
            LayerMap = (string?)details["layerMap"],
            EntityWeight = (double?)run.Options?["entityWeight"],
        };
    }

    private static double Minutes(JsonObject details) =>
        Math.Round((double?)details["minutes"] ?? (double)details["seconds"]! / 60, 2);

    private static double? Round(double? share) => share is { } value ? Math.Round(value, Digits) : null;
}
