using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Configuration;

namespace TinyBertPipeline.Pipeline.Experiments;

/// <summary>What an experiment trains on every data set, once a seed.</summary>
public sealed record ExperimentRow
{
    /// <summary>What it is: <c>teacher</c>, or one of the variants of a student (see <see cref="ExperimentVariant"/>).</summary>
    public string Variant { get; init; } = "";

    /// <summary>The name of the row whose models teach a student, or null for the first teacher's.</summary>
    public string? Teacher { get; init; }

    /// <summary>Its name in the results, or null for that of the variant.</summary>
    public string? Name { get; init; }

    /// <summary>The student's sizes: a preset, or <c>layers,hidden,heads,intermediate</c>. Teachers have those of their model.</summary>
    public string Student { get; init; } = "tiny-4x312";

    /// <summary>The seeds. A student learns from the teacher with the same seed.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = [1];

    /// <summary>
    /// Seeds of the teachers that teach together; the one with the student's own seed is always among them, and first. Null for it alone.
    /// </summary>
    public IReadOnlyList<int>? TeacherSeeds { get; init; }

    /// <summary>Options of the training that differ from those of data set and variant.</summary>
    public JsonObject? Options { get; init; }

    internal bool IsTeacher => Variant == ExperimentVariant.Teacher;

    /// <summary>Whether this is a teacher whose models may teach a row with a seed.</summary>
    internal bool Teaches(ExperimentRow student, int seed) =>
        IsTeacher && Seeds.Contains(seed) && (student.Teacher is null || student.Teacher == ShownName);

    /// <summary>The name in the results.</summary>
    internal string ShownName => Name ?? Variant;

    /// <summary>Name and student: with a data set and a seed, the key of a result.</summary>
    internal string Key() => IsTeacher ? ShownName : $"{ShownName} {Student}";

    /// <summary>The row's own options as the results show them, or null.</summary>
    internal string? Overrides()
    {
        string[] all =
        [
            .. TeacherSeeds is { Count: > 0 } seeds ? [$"teachers {string.Join(" ", seeds)}"] : Array.Empty<string>(),
            .. (Options ?? []).Select(option => $"{option.Key} {option.Value?.ToJsonString() ?? "null"}"),
        ];
        return all.Length > 0 ? string.Join(", ", all) : null;
    }

    /// <summary>The seeds of all teachers of a student, its own first.</summary>
    internal IEnumerable<int> TeachersOf(int seed) => (TeacherSeeds ?? []).Where(other => other != seed).Prepend(seed);

    internal IEnumerable<string> Faults()
    {
        if (!ExperimentVariant.Names.Contains(Variant))
            yield return $"rows: there is no variant '{Variant}'; {NearestName.Suggest(Variant, ExperimentVariant.Names)}";
        if (IsTeacher && Teacher is not null) yield return $"rows: {Key()}: a teacher has no teacher";
        if (Seeds.Count == 0) yield return $"rows: {Key()}: expected at least one seed";
        if (IsTeacher && TeacherSeeds is not null) yield return $"rows: {Key()}: teacherSeeds are for students";
        if (Seeds.Distinct().Count() < Seeds.Count) yield return $"rows: {Key()}: a seed occurs more than once";
    }
}
