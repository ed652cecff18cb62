using System.Text.Json;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tests.Evaluation;

/// <summary>Compares reports and entities with rows of the metrics reference (seqeval 1.2.2).</summary>
internal static class MetricsReference
{
    private const double Tolerance = 1e-12;

    public static IReadOnlyList<IReadOnlyList<string>> Labels(JsonElement row, string name) =>
        [.. row.GetProperty(name).EnumerateArray().Select(sentence => sentence.EnumerateArray().Select(label => label.GetString()!).ToArray())];

    /// <summary>Checks one row in every mode and scheme that it has; gives the number of checks.</summary>
    public static int Check(JsonElement row)
    {
        var checks = 1;
        CheckMode(row, row.GetProperty("default"), EvaluationMode.Default, default, 0);
        if (row.TryGetProperty("default_zero_division_1", out var one)) CheckMode(row, one, EvaluationMode.Default, default, 1);
        foreach (var (key, zeroDivision) in new[] { ("strict", 0), ("strict_zero_division_1", 1) })
        {
            if (!row.TryGetProperty(key, out var schemes)) continue;
            foreach (var scheme in schemes.EnumerateObject())
            {
                CheckMode(row, scheme.Value, EvaluationMode.Strict, Enum.Parse<StrictScheme>(scheme.Name, ignoreCase: true), zeroDivision);
                checks++;
            }
        }
        return checks;
    }

    private static void CheckMode(JsonElement row, JsonElement expected, EvaluationMode mode, StrictScheme scheme, int zeroDivision)
    {
        var context = $"{row.GetProperty("name").GetString()}, {mode} {scheme}, zero division {zeroDivision}";
        var (gold, predicted) = (Labels(row, "y_true"), Labels(row, "y_pred"));
        if (expected.TryGetProperty("error", out _))
        {
            Assert.Throws<InvalidInputException>(() => EvaluationReport.Compute(gold, predicted, mode, scheme, zeroDivision));
            return;
        }
        var entities = SentenceEntities.Read(gold, predicted, mode, scheme);
        CheckEntities(expected.GetProperty("true_entities"), [.. entities.Select(pair => pair.Gold)], context);
        CheckEntities(expected.GetProperty("pred_entities"), [.. entities.Select(pair => pair.Predicted)], context);
        if (mode == EvaluationMode.Strict)
        {
            CheckEntities(expected.GetProperty("true_entities"), [.. gold.Select(labels => ReadRaw(labels, scheme))], context);
            CheckEntities(expected.GetProperty("pred_entities"), [.. predicted.Select(labels => ReadRaw(labels, scheme))], context);
        }
        var report = EvaluationReport.Compute(gold, predicted, mode, scheme, zeroDivision);
        CheckScore(expected.GetProperty("micro"), report.Micro, zeroDivision, context);
        CheckScore(expected.GetProperty("macro"), report.Macro, zeroDivision, context);
        CheckScore(expected.GetProperty("weighted"), report.Weighted, zeroDivision, context);
        var types = expected.GetProperty("per_type").EnumerateObject().ToArray();
        Assert.Equal(types.Select(type => type.Name).Order(StringComparer.Ordinal), report.PerType.Keys.Select(SeqevalName).Order(StringComparer.Ordinal));
        foreach (var type in types) CheckScore(type.Value, report.PerType[type.Name == "_" ? "" : type.Name], zeroDivision, context);
        Assert.True(Math.Abs(row.GetProperty("accuracy").GetDouble() - report.Accuracy) <= Tolerance, context);
    }

    // As raw labels of a file or a model are read.
    private static IReadOnlyList<EntitySpan> ReadRaw(IReadOnlyList<string> labels, StrictScheme scheme)
    {
        var tags = labels.Select(label => Tag.TryParse(label, out var tag) ? tag : new Tag(label[0], label[1..].Trim('-'))).ToArray();
        var grammar = new LabelGrammar(scheme switch
        {
            StrictScheme.Iob1 => TagScheme.Iob1,
            StrictScheme.Iob2 => TagScheme.Bio,
            StrictScheme.Ioe1 => TagScheme.Ioe1,
            StrictScheme.Ioe2 => TagScheme.Ioe2,
            StrictScheme.Iobes => TagScheme.Bioes,
            _ => TagScheme.Bilou,
        }, tags);
        return grammar.Read(tags).Strict;
    }

    private static void CheckEntities(JsonElement expected, IReadOnlyList<IReadOnlyList<EntitySpan>> actual, string context)
    {
        var expectedRows = expected.EnumerateArray().Select(entity => entity.GetRawText().Replace(" ", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        var actualRows = actual.SelectMany((entities, sentence) => entities.Select(entity => JsonSerializer.Serialize(
            new object[] { sentence, SeqevalName(entity.Type), entity.Start, entity.End }, _plain))).Order(StringComparer.Ordinal);
        Assert.True(expectedRows.SequenceEqual(actualRows), $"{context}: {string.Join(' ', expectedRows)} expected, found {string.Join(' ', actualRows)}");
    }

    private static void CheckScore(JsonElement expected, EntityScore actual, int zeroDivision, string context)
    {
        foreach (var (name, value) in new[] { ("precision", actual.Precision), ("recall", actual.Recall), ("f1", actual.F1) })
        {
            // The macro average of no types is not a number in seqeval; here it is the answer for division by zero.
            var field = expected.GetProperty(name);
            var want = field.ValueKind == JsonValueKind.String ? zeroDivision : field.GetDouble();
            Assert.True(Math.Abs(want - value) <= Tolerance, $"{context}: {name} {want} expected, found {value}");
        }
        Assert.Equal(expected.GetProperty("support").GetInt32(), actual.Support);
    }

    private static string SeqevalName(string type) => type.Length == 0 ? "_" : type;

    private static readonly JsonSerializerOptions _plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
