using System.Globalization;

namespace TinyBertPipeline.Core.Data;

/// <summary>What a reader took a file for, what it left out, and what it cannot read.</summary>
/// <param name="path">The file.</param>
/// <param name="onProblem">Takes the places that cannot be read, so that reading goes on behind them; null: the first is thrown.</param>
internal sealed class ReadingReport(string path, Action<LabelProblem>? onProblem)
{
    private readonly List<DataNote> _notes = [];
    private readonly List<DataNote> _warnings = [];
    private readonly Dictionary<(string Noun, string What, Remedy? Remedy), (long Count, long Line)> _counts = [];

    public string Path => path;

    /// <summary>How the file is read, and what was left out.</summary>
    public IReadOnlyList<DataNote> Notes => [.. _notes, .. _counts.Select(pair => Describe(pair.Key, pair.Value))];

    /// <summary>What is likely wrong, with the remedy.</summary>
    public IReadOnlyList<DataNote> Warnings => _warnings;

    /// <summary>Where else labels stand, for files whose labels are all O; null where nothing is known.</summary>
    public DataNote? OtherLabels { get; set; }

    public void Note(string text, Remedy? remedy = null) => _notes.Add(new DataNote(text, remedy));

    public void Warn(string text, Remedy? remedy = null) => _warnings.Add(new DataNote(text, remedy));

    /// <summary>Counts something that was left out or adjusted.</summary>
    public void Count(string noun, string what, long line, Remedy? remedy = null)
    {
        var (count, first) = _counts.GetValueOrDefault((noun, what, remedy), (0, line));
        _counts[(noun, what, remedy)] = (count + 1, first);
    }

    /// <summary>A line that cannot be read. Returns only when problems are collected; the line is then left out.</summary>
    public void Refuse(long line, string message, Remedy? remedy = null)
    {
        if (onProblem is null) throw new InvalidInputException(InputKind.Data, path, message, line) { Remedy = remedy };
        onProblem(new LabelProblem(path, line, message) { Remedy = remedy });
    }

    private static DataNote Describe((string Noun, string What, Remedy? Remedy) what, (long Count, long Line) found) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{found.Count} {what.Noun}{(found.Count == 1 ? "" : "s")} {what.What}, {(found.Count == 1 ? "" : "the first ")}in line {found.Line}"), what.Remedy);
}
