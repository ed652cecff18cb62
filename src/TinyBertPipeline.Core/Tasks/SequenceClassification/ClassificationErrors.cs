using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Evaluation.Calibration;
using TinyBertPipeline.Core.Reports;

namespace TinyBertPipeline.Core.Tasks.SequenceClassification;

/// <summary>The errors of a classifier.</summary>
internal sealed class ClassificationErrors : ITaskErrors
{
    private const int Digits = 4;

    private readonly IReadOnlyList<EvaluatedText> _texts;
    private readonly string[] _labels;
    private readonly ReliabilityTable _calibration;

    public ClassificationErrors(IReadOnlyList<EvaluatedText> texts)
    {
        _texts = texts;
        _labels = [.. texts.SelectMany(text => new[] { text.Gold, text.Predicted }).Distinct().Order(StringComparer.Ordinal)];
        _calibration = ReliabilityTable.Create(texts.Select(text => new ScoredPrediction(text.Score, text.IsRight)));
    }

    private IEnumerable<EvaluatedText> Worst => _texts.Where(text => !text.IsRight).OrderByDescending(text => text.Score);

    [RequiresUnreferencedCode(OptionsFile.Reflection), RequiresDynamicCode(OptionsFile.Reflection)]
    public JsonObject ToJson() => new()
    {
        ["wrong"] = _texts.Count(text => !text.IsRight),
        ["calibration"] = new JsonObject
        {
            ["expectedError"] = _calibration.ExpectedError,
            ["largestError"] = _calibration.LargestError,
            ["bins"] = OptionsFile.ToJson(_calibration.Bins.Where(bin => bin.Count > 0)),
        },
    };

    public Report ToReport(int items)
    {
        EvaluatedText[] worst = [.. Worst.Take(items)];
        var texts = new ReportTable("line", "gold", "predicted", ReportColumn.Number("probability", "0.000"), "text") { Caption = "Texts with errors" };
        foreach (var text in worst) texts.Add(text.Text.Line, text.Gold, text.Predicted, text.Score, Shown(text.Text));
        return new Report().Heading("Errors")
            .Text($"{worst.Length} of {_texts.Count(text => !text.IsRight)} wrong texts, those first of whose label the model was most sure.")
            .Table(texts).Heading("Labels").Table(Confusions()).Heading("Calibration")
            .Text(string.Create(CultureInfo.InvariantCulture,
                $"Expected calibration error {_calibration.ExpectedError:0.0000}, largest {_calibration.LargestError:0.0000}."))
            .Chart(new ReportChart("Calibration", "probability", "share that is right",
            [
                new("texts", [.. _calibration.Bins.Where(bin => bin.Count > 0).Select(bin => (bin.Confidence, bin.Accuracy))]),
                new("as it should be", [(0, 0), (1, 1)]) { IsGuide = true },
            ])
            {
                Range = (0, 1),
            });
    }

    public IEnumerable<JsonObject> Instances() => _texts.Select(text =>
    {
        var instance = new JsonObject { ["line"] = text.Text.Line, ["text"] = text.Text.Text };
        if (text.Text.Pair is { } pair) instance["pair"] = pair;
        instance["gold"] = text.Gold;
        instance["predicted"] = text.Predicted;
        instance["score"] = Math.Round(text.Score, Digits);
        return instance;
    });

    private ReportTable Confusions()
    {
        var table = new ReportTable(["gold \\ predicted", .. _labels.Select(label => new ReportColumn(label))])
        {
            Caption = "Gold labels in rows, predicted ones in columns",
            IsShaded = true,
        };
        foreach (var gold in _labels)
            table.Add([gold, .. _labels.Select(found => (object)_texts.Count(text => text.Gold == gold && text.Predicted == found))]);
        return table;
    }

    private static string Shown(LabeledText text)
    {
        const int Longest = 300;
        if (text.Text.Length == 0) return "";
        var whole = text.Pair is null ? text.Text : $"{text.Text} ‖ {text.Pair}";
        var end = char.IsHighSurrogate(whole[Math.Min(Longest, whole.Length) - 1]) ? Longest - 1 : Longest;
        return whole.Length <= Longest ? whole : whole[..end] + "…";
    }
}
