using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;

namespace TinyBertPipeline.Pipeline.Experiments;

/// <summary>What to do of an experiment at this start.</summary>
public sealed record ExperimentRequest
{
    /// <summary>Also score on test what has no test score yet. Once, with the final configuration.</summary>
    public bool Test { get; init; }

    /// <summary>Names of the rows to do; empty: all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Gets the report before failures are thrown.</summary>
    public Action<ExperimentReport>? Print { get; init; }

    internal bool Wants(ExperimentJob job) => Only.Count == 0 || Only.Contains(job.Row.ShownName);

    internal void ThrowIfInvalid(ExperimentOptions options, IReadOnlyList<ExperimentJob> jobs)
    {
        var names = options.Rows.Select(row => row.ShownName).Distinct().ToArray();
        if (Only.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
        {
            throw new InvalidInputException(InputKind.Configuration, null,
                $"the experiment has no row '{unknown}'; {NearestName.Suggest(unknown, names)}");
        }
        if (Test && jobs.FirstOrDefault(job => job.DataSet.Test.Length == 0) is { } untested)
        {
            throw new InvalidInputException(InputKind.Configuration, null,
                $"dataSets: {untested.DataSet.Name}: test: a labelled file is needed to score on test");
        }
    }
}
