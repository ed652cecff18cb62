using TinyBertPipeline.Core.Configuration;

namespace TinyBertPipeline.Pipeline.Experiments;

/// <summary>
/// Teachers and students on data sets, with several seeds: every row on every data set. Paths of inputs may be relative to the inputs root.
/// </summary>
public sealed record ExperimentOptions : ICheckedOptions
{
    /// <summary>
    /// Name of the experiment; bundles and work files are in <c>artifacts/experiments/NAME</c> unless <see cref="Output"/> says otherwise.
    /// </summary>
    public string Name { get; init; } = "";

    /// <summary>Folder of bundles and work files, or null. Experiments that share it share the bundles of rows that are equal.</summary>
    public string? Output { get; init; }

    /// <summary>Name of the result files, or null for the experiment's own. Several experiments may share them.</summary>
    public string? Report { get; init; }

    /// <summary>Folder of the result files.</summary>
    public string Results { get; init; } = Path.Combine("docs", "results");

    /// <summary>The data sets with their teachers.</summary>
    public IReadOnlyList<ExperimentDataSet> DataSets { get; init; } = [];

    /// <summary>What is trained on each of them.</summary>
    public IReadOnlyList<ExperimentRow> Rows { get; init; } = [];

    /// <summary>The folder of bundles and work files.</summary>
    public string Folder() => Output ?? Path.Combine("artifacts", "experiments", Name);

    /// <summary>Checks the options against each other.</summary>
    /// <exception cref="Core.InvalidInputException">Some are missing or contradict each other; all are listed.</exception>
    public void ThrowIfInvalid()
    {
        OptionsFaults.ThrowIfAny(Faults());
    }

    /// <summary>Everything that is wrong with the options, in words.</summary>
    public IEnumerable<string> Faults()
    {
        if (!OptionsPath.IsFileName(Name)) yield return $"name: '{Name}', expected a name that can be that of a folder";
        if (Report is not null && !OptionsPath.IsFileName(Report)) yield return $"report: '{Report}', expected a name that can be that of a file";
        if (DataSets.Count == 0) yield return "dataSets: expected at least one";
        foreach (var dataSet in DataSets.Where(dataSet => !OptionsPath.IsFileName(dataSet.Name)))
            yield return $"dataSets: name '{dataSet.Name}', expected a name that can be that of a folder";
        foreach (var name in Repeated(DataSets.Select(dataSet => dataSet.Name))) yield return $"dataSets: {name} occurs more than once";
        foreach (var fault in DataSets.SelectMany(dataSet => dataSet.Faults())) yield return fault;
        if (Rows.Count == 0) yield return "rows: expected at least one";
        foreach (var fault in Rows.SelectMany(row => row.Faults())) yield return fault;
        foreach (var key in Repeated(Rows.Select(row => row.Key())))
            yield return $"rows: {key} occurs more than once; give one of them a name";
        foreach (var row in Rows.Where(row => !row.IsTeacher))
        {
            foreach (var seed in row.Seeds.Concat(row.TeacherSeeds ?? []).Distinct().Where(seed => !Rows.Any(teacher => teacher.Teaches(row, seed))))
                yield return $"rows: {row.Key()} has seed {seed}, but there is no teacher{(row.Teacher is null ? "" : $" {row.Teacher}")} with this seed";
        }
    }

    private static IEnumerable<string> Repeated(IEnumerable<string> names) =>
        names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key);
}
