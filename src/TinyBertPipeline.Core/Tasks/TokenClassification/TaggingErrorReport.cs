using System.Globalization;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Evaluation.Errors;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Reports;

namespace TinyBertPipeline.Core.Tasks.TokenClassification;

/// <summary>The errors of a tagger as tables, a chart and sentences.</summary>
internal sealed class TaggingErrorReport(ErrorAnalysis errors)
{
    private const int LongestSentence = 120;

    private static readonly string[] _kinds = ["correct", "other type", "other borders", "both", "missed", "spurious"];

    public Report ToReport(int items)
    {
        var report = new Report()
            .Heading("Errors").Table(Counts()).Table(Kinds())
            .Lines(errors.Borders.Values.Sum() == 0 ? [] : [$"Borders that are off where the type is right: "
                + string.Join(", ", errors.Borders.Select(border => $"{border.Key} {border.Value}")) + "."])
            .Heading("Sentences with errors");
        EvaluatedSentence[] worst = [.. errors.Worst.Take(items)];
        report.Text(worst.Length == 0 ? "None." : string.Create(CultureInfo.InvariantCulture,
            $"{worst.Length} of {errors.Worst.Count()}, those first of whose errors the model was most sure."));
        foreach (var sentence in worst) report.Spans(Spans(sentence));
        report.Heading("Types").Table(Confusions()).Heading("Where it goes wrong");
        foreach (var table in errors.Buckets) report.Table(Buckets(table));
        return report.Heading("Calibration").Text(string.Create(CultureInfo.InvariantCulture,
            $"Of {errors.Calibration.Count} predicted entities, how many are right by the probability that the model gives them. ")
            + string.Create(CultureInfo.InvariantCulture,
                $"Expected calibration error {errors.Calibration.ExpectedError:0.0000}, largest {errors.Calibration.LargestError:0.0000}."))
            .Chart(Calibration());
    }

    private ReportTable Counts()
    {
        var table = new ReportTable(
            "judged", "correct", "incorrect", "partial", "missed", "spurious",
            ReportColumn.Percent("precision"), ReportColumn.Percent("recall"), ReportColumn.Percent("F1"))
        {
            Caption = "Entities by four ways of judging: strict (type and borders), exact (borders), partial (shared words), type (type and shared words)",
        };
        foreach (var (schema, counts) in errors.Counts)
        {
            table.Add($"{schema}".ToLowerInvariant(), counts.Correct, counts.Incorrect, counts.Partial, counts.Missed, counts.Spurious,
                counts.Precision, counts.Recall, counts.F1);
        }
        return table;
    }

    private ReportTable Kinds()
    {
        var table = new ReportTable(["type", .. _kinds.Select(kind => new ReportColumn(kind))]) { Caption = "What became of each type" };
        foreach (var (type, counts) in errors.KindsByType) table.Add([TextReport.Name(type), .. counts.Select(count => (object)count)]);
        return table;
    }

    private ReportTable Confusions()
    {
        var table = new ReportTable(["gold \\ predicted", .. errors.Types.Select(type => new ReportColumn(TextReport.Name(type)))])
        {
            Caption = "Types of entities that share words, gold in rows, predicted in columns",
            IsShaded = true,
        };
        foreach (var (type, counts) in errors.Types.Zip(errors.Confusions)) table.Add([TextReport.Name(type), .. counts.Select(count => (object)count)]);
        return table;
    }

    private static ReportTable Buckets(BucketTable buckets)
    {
        var table = new ReportTable(
            buckets.Name, "gold", "predicted", "correct", ReportColumn.Percent("precision"), ReportColumn.Percent("recall"), ReportColumn.Percent("F1"))
        {
            Caption = $"By {buckets.Name}",
        };
        foreach (var (value, counts) in buckets.Buckets)
        {
            var score = counts.Score();
            table.Add(value, counts.Gold, counts.Predicted, counts.Correct, score.Precision, score.Recall, score.F1);
        }
        return table;
    }

    private ReportChart Calibration() => new("Calibration", "probability", "share that is right",
    [
        new("predicted entities", [.. errors.Calibration.Bins.Where(bin => bin.Count > 0).Select(bin => (bin.Confidence, bin.Accuracy))]),
        new("as it should be", [(0, 0), (1, 1)]) { IsGuide = true },
    ])
    {
        Range = (0, 1),
    };

    // Of a long sentence the part with the errors is enough.
    private static ReportSpans Spans(EvaluatedSentence sentence)
    {
        EntitySpan[] wrong = [.. sentence.Matches.Where(match => match.Kind != MatchKind.Correct)
            .SelectMany(match => new[] { match.Gold, match.Predicted }).OfType<EntitySpan>()];
        var first = sentence.Words.Count <= LongestSentence ? 0 : Math.Max(0, wrong.Min(entity => entity.Start) - LongestSentence / 4);
        var end = Math.Min(sentence.Words.Count, first + LongestSentence);
        return new ReportSpans(
            string.Create(CultureInfo.InvariantCulture, $"line {sentence.Line}"), [.. sentence.Words.Take(first..end)],
            [Row("gold", sentence.Gold), Row("predicted", sentence.Predicted)]);

        SpanRow Row(string name, IReadOnlyList<EntitySpan> entities) => new(name,
        [
            .. entities.Where(entity => entity.Start >= first && entity.End < end).OrderBy(entity => entity.Start).Select(entity =>
                new ReportSpan(entity.Start - first, entity.End - first, TextReport.Name(entity.Type), !wrong.Contains(entity))),
        ]);
    }
}
