using System.Globalization;
using TinyBertPipeline.Core.Reports;

namespace TinyBertPipeline.Pipeline.Suspects;

/// <summary>The likely label errors of a file.</summary>
/// <param name="File">The file.</param>
/// <param name="Entities">Entities in it.</param>
/// <param name="Suspects">The doubtful places, the most doubtful first.</param>
public sealed record SuspectReport(string File, int Entities, IReadOnlyList<Suspect> Suspects)
{
    /// <summary>The table for people.</summary>
    /// <param name="shown">How many places at most.</param>
    public Report ToReport(int shown)
    {
        var table = new ReportTable("place", "the file says", "a model that has not seen it says", ReportColumn.Number("doubt", "0.000"));
        foreach (var suspect in Suspects.Take(shown))
        {
            var word = (suspect.Labeled ?? suspect.Suggested)!.Word;
            table.Add(string.Create(CultureInfo.InvariantCulture, $"{File}:{suspect.Line}, word {word + 1}"), Shown(suspect.Labeled), Shown(suspect.Suggested), suspect.Doubt);
        }
        return new Report().Table(table).Text(string.Create(CultureInfo.InvariantCulture,
            $"{Math.Min(shown, Suspects.Count)} of {Suspects.Count} doubtful places, {Entities} entities in the file. A model is not always right: look at each."));
    }

    private static string Shown(SuspectEntity? entity) => entity is null ? "no entity" : $"{entity.Text} {entity.Type}";
}
