using System.Text.Json;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tests.Evaluation;

public sealed class EvaluationReportTests
{
    private static readonly string _golden = Path.Combine(AppContext.BaseDirectory, "Evaluation", "Golden");

    [Fact]
    public void HandWrittenCasesEqualTheReference()
    {
        var checks = File.ReadLines(Path.Combine(_golden, "hand-written.jsonl")).Sum(line => MetricsReference.Check(JsonDocument.Parse(line).RootElement));
        Assert.True(checks > 61);
    }

    [Theory]
    [InlineData("hand-written.jsonl")]
    [InlineData("random.jsonl")]
    public void EveryCaseOfTheReferenceFolderIsEqual(string file)
    {
        var checks = ReferenceData.ReadJsonLines("metrics", file).Sum(MetricsReference.Check);
        Assert.True(checks > 0);
    }

    [Fact]
    public void TextReportsEqualTheReferenceCharacterByCharacter()
    {
        foreach (var file in new[] { Path.Combine(_golden, "text-reports.json"), Path.Combine(ReferenceData.Root, "metrics", "text-reports.json") }.Where(File.Exists))
        {
            foreach (var row in JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("reports").EnumerateArray())
            {
                var (mode, scheme) = row.GetProperty("scheme").GetString() is { } name
                    ? (EvaluationMode.Strict, Enum.Parse<StrictScheme>(name, ignoreCase: true))
                    : (EvaluationMode.Default, default);
                var report = EvaluationReport.Compute(MetricsReference.Labels(row, "y_true"), MetricsReference.Labels(row, "y_pred"), mode, scheme);
                Assert.Equal(row.GetProperty("text").GetString(), report.ToText(row.GetProperty("digits").GetInt32()));
            }
        }
    }

    [Fact]
    public void ScoresInTheTextAreRoundedToEvenAsPythonDoes()
    {
        // Precision and recall 1/8 = 0.125 exactly: Python prints 0.12.
        string[][] gold = [["S-A", "S-A", "S-A", "S-A", "S-A", "S-A", "S-A", "S-A", "O", "O", "O", "O", "O", "O", "O"]];
        string[][] predicted = [["S-A", "O", "O", "O", "O", "O", "O", "O", "S-A", "S-A", "S-A", "S-A", "S-A", "S-A", "S-A"]];
        Assert.Contains("           A       0.12      0.12      0.12         8\n", EvaluationReport.Compute(gold, predicted, EvaluationMode.Default).ToText());
    }

    [Theory]
    [InlineData(0, 0.0)]
    [InlineData(1, 1.0)]
    public void WithoutAnyEntityTheAveragesAreTheAnswerForDivisionByZero(int zeroDivision, double expected)
    {
        string[][] labels = [["O", "O"]];
        var report = EvaluationReport.Compute(labels, labels, EvaluationMode.Strict, zeroDivision: zeroDivision);
        Assert.Equal(new EntityScore(expected, expected, expected, 0), report.Macro);
        Assert.Contains("macro avg", report.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void SentencesOfDifferentLengthsAreRefusedWithTheirIndex()
    {
        var error = Assert.Throws<ArgumentException>(() => EvaluationReport.Compute([["O"], ["O", "O"]], [["O"], ["O"]], EvaluationMode.Default));
        Assert.Contains("sentence 1 has 2 gold labels, but 1 predicted", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => EvaluationReport.Compute([["O"]], [], EvaluationMode.Default));
    }
}
