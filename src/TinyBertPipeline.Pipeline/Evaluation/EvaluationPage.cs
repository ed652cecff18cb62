using System.Globalization;
using System.Text;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Core.Reports.Html;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Pipeline.Reports;

namespace TinyBertPipeline.Pipeline.Evaluation;

/// <summary>An evaluation as one HTML file: scores, errors, sentences, confusions, calibration, learning curves.</summary>
public static class EvaluationPage
{
    private const int Largest = 1_000_000;
    private const int MostItems = 200;

    /// <summary>Writes the page; of the worst items as many as leave it below 1 MB.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bundle">The model.</param>
    /// <param name="evaluation">What it predicted.</param>
    /// <param name="report">The scores.</param>
    /// <param name="errors">The errors, or null where the task does not tell.</param>
    /// <param name="command">The command as it was typed.</param>
    /// <exception cref="Core.EnvironmentException">The file cannot be written.</exception>
    public static void Write(
        string path, Bundle bundle, TaskEvaluation evaluation, ITaskReport report, ITaskErrors? errors, string command)
    {
        KeyValuePair<string, string>[] facts =
        [
            new("Model", bundle.Folder), new("Data", evaluation.Data.Path),
            .. evaluation.Data.Counts.Select(count => KeyValuePair.Create(count.Key, count.Value.ToString(CultureInfo.InvariantCulture))),
            .. ReportPage.Circumstances(command),
        ];
        for (var items = MostItems; ; items /= 2)
        {
            var page = HtmlPage.Render($"{Path.GetFileName(Path.TrimEndingDirectorySeparator(bundle.Folder))} on {Path.GetFileName(evaluation.Data.Path)}", facts,
                ToReport(bundle, evaluation, report, errors, items));
            if (Encoding.UTF8.GetByteCount(page) > Largest && items > 0) continue;
            AtomicFile.WriteText(path, page);
            return;
        }
    }

    private static Report ToReport(Bundle bundle, TaskEvaluation evaluation, ITaskReport report, ITaskErrors? errors, int items)
    {
        var page = new Report().Heading("Scores").Lines(
            [$"{TaskScore.Shown(report.Score.Metric)} {Percent(report.Score.Value)} %: "
                + string.Join(", ", report.Score.Details.Select(detail => $"{detail.Key} {Percent(detail.Value)} %"))])
            .Table(Scores(report));
        if (evaluation.Text is { } text) page.Text(text.ToString());
        if (errors is not null) page.Append(errors.ToReport(items));
        var curves = LearningCurves.Of(bundle.Folder);
        return curves.Blocks.Count == 0 ? page : page.Heading("Training").Append(curves);
    }

    private static ReportTable Scores(ITaskReport report)
    {
        var (columns, rows) = report.ToTable();
        var table = new ReportTable([.. columns.Index().Select(column =>
            rows.Any(row => row[column.Index] is double) ? ReportColumn.Percent(column.Item) : new ReportColumn(column.Item))])
        {
            Caption = "Scores in per cent",
        };
        foreach (var row in rows) table.Add([.. row]);
        return table;
    }

    private static string Percent(double share) => (100 * share).ToString("0.00", CultureInfo.InvariantCulture);
}
