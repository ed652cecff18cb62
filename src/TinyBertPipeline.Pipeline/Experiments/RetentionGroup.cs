using TinyBertPipeline.Core.Evaluation;

namespace TinyBertPipeline.Pipeline.Experiments;

/// <summary>The results of one model on one data set over its seeds: a line of the table.</summary>
internal sealed class RetentionGroup
{
    private readonly ExperimentResult[] _results;
    private readonly ExperimentResult[] _teachers;

    private RetentionGroup(IEnumerable<ExperimentResult> results, IReadOnlyList<ExperimentResult> all)
    {
        _results = [.. results];
        var teachers = all.Where(result => result.Dataset == Dataset && result.Variant == (_results[0].TaughtBy ?? ExperimentVariant.Teacher));
        _teachers = [.. teachers.Where(teacher => Seeds.Contains(teacher.Seed))];
    }

    public string Dataset => _results[0].Dataset;

    public string Variant => _results[0].Variant;

    public string? Student => _results[0].Student;

    public string? Overrides => _results[0].Overrides;

    public IEnumerable<int> Seeds => _results.Select(result => result.Seed);

    public string Metric => _results[0].Metric;

    public MeanAndDeviation Dev => MeanAndDeviation.Of(_results.Select(result => result.Dev));

    public MeanAndDeviation Test => MeanAndDeviation.Of(_results.Select(result => result.Test));

    public MeanAndDeviation Minutes => MeanAndDeviation.Of(_results.Select(result => result.Minutes));

    public long? Parameters => _results[0].Parameters;

    public long? Pieces => _results[0].Pieces;

    /// <summary>Mean dev score over the mean of the teachers with the same seeds; NaN without them.</summary>
    public double DevKept => Kept(Dev, result => result.Dev);

    /// <summary>The same on test.</summary>
    public double TestKept => Kept(Test, result => result.Test);

    /// <summary>The finished results by data set, variant and student, in their order.</summary>
    public static IReadOnlyList<RetentionGroup> Of(IReadOnlyList<ExperimentResult> results) =>
        [.. results.Where(result => result.IsFinished).GroupBy(result => (result.Dataset, result.Variant, result.Student))
            .Select(group => new RetentionGroup(group, results))];

    private double Kept(MeanAndDeviation student, Func<ExperimentResult, double?> score) =>
        _teachers.Length < _results.Length ? double.NaN : student.Mean / MeanAndDeviation.Of(_teachers.Select(score)).Mean;
}
