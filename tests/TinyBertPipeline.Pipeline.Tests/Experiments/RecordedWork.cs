using TinyBertPipeline.Pipeline.Experiments;

namespace TinyBertPipeline.Pipeline.Tests.Experiments;

/// <summary>Trains nothing: keeps what it was asked for and gives results that depend on the seed.</summary>
internal sealed class RecordedWork : IExperimentWork
{
    public List<string> Trained { get; } = [];

    public List<string> Tested { get; } = [];

    public Func<ExperimentJob, Exception?> Failure { get; init; } = _ => null;

    public ExperimentResult Train(ExperimentJob job, CancellationToken cancellation)
    {
        Trained.Add(job.Title);
        if (Failure(job) is { } failure) throw failure;
        var result = ExperimentRun.NewResult(job, "tinybert experiment small.json");
        return result with { Dev = F1(job), Parameters = 1000, Pieces = 500, Minutes = 1 };
    }

    public ExperimentResult Test(ExperimentJob job, ExperimentResult result, CancellationToken cancellation)
    {
        Tested.Add(job.Title);
        if (Failure(job) is { } failure) throw failure;
        return result with { Test = F1(job) - 0.1 };
    }

    private static double F1(ExperimentJob job) =>
        0.01 * job.Seed + job.Row.Variant switch { ExperimentVariant.Teacher => 0.8, ExperimentVariant.None => 0.72, _ => 0.7 };
}
