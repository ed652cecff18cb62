using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Evaluation.Errors;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Reports;

namespace TinyBertPipeline.Core.Tasks.TokenClassification;

/// <summary>The errors of a tagger, for people and machines.</summary>
internal sealed class TaggingErrors(ErrorAnalysis errors) : ITaskErrors
{
    private const int Digits = 4;

    private static readonly string[] _kinds = ["correct", "otherType", "otherBorders", "otherBoth", "missed", "spurious"];

    [RequiresUnreferencedCode(OptionsFile.Reflection), RequiresDynamicCode(OptionsFile.Reflection)]
    public JsonObject ToJson() => new()
    {
        ["counts"] = new JsonObject(errors.Counts.Select(schema => KeyValuePair.Create(Name(schema.Key), (JsonNode?)OptionsFile.ToJson(schema.Value)))),
        ["kindsByType"] = new JsonObject(errors.KindsByType.Select(type => KeyValuePair.Create(TextReport.Name(type.Key), (JsonNode?)Kinds(type.Value)))),
        ["confusion"] = new JsonObject
        {
            ["types"] = OptionsFile.ToJson(errors.Types.Select(TextReport.Name)),
            ["counts"] = OptionsFile.ToJson(errors.Confusions),
        },
        ["borders"] = OptionsFile.ToJson(errors.Borders),
        ["buckets"] = new JsonArray([.. errors.Buckets.SelectMany(Rows)]),
        ["calibration"] = new JsonObject
        {
            ["expectedError"] = errors.Calibration.ExpectedError,
            ["largestError"] = errors.Calibration.LargestError,
            ["bins"] = OptionsFile.ToJson(errors.Calibration.Bins.Where(bin => bin.Count > 0)),
        },
        ["sentencesWithErrors"] = errors.Worst.Count(),
    };

    public Report ToReport(int items) => new TaggingErrorReport(errors).ToReport(items);

    public IEnumerable<JsonObject> Instances() => errors.Sentences.Select(sentence => new JsonObject
    {
        ["line"] = sentence.Line,
        ["words"] = new JsonArray([.. sentence.Words.Select(word => (JsonNode)word)]),
        ["unit"] = "words",
        ["gold"] = Entities(sentence, sentence.Gold),
        ["predicted"] = Entities(sentence, sentence.Predicted),
        ["matches"] = new JsonArray([.. sentence.Matches.Select(match => new JsonObject
        {
            ["kind"] = _kinds[(int)match.Kind],
            ["gold"] = IndexOf(sentence.Gold, match.Gold),
            ["predicted"] = IndexOf(sentence.Predicted, match.Predicted),
        })]),
        ["surprise"] = Math.Round(sentence.Surprise, Digits),
    });

    private static JsonArray Entities(EvaluatedSentence sentence, IReadOnlyList<EntitySpan> entities) =>
    [
        .. entities.Select(entity => new JsonObject
        {
            ["type"] = entity.Type,
            ["start"] = entity.Start,
            ["end"] = entity.End + 1,
            ["text"] = sentence.TextOf(entity),
            ["score"] = Math.Round(sentence.Probabilities[entity], Digits),
        }),
    ];

    private static JsonValue? IndexOf(IReadOnlyList<EntitySpan> entities, EntitySpan? entity) =>
        entity is { } span ? JsonValue.Create(entities.Index().First(pair => pair.Item == span).Index) : null;

    private static JsonObject Kinds(int[] counts) =>
        new(counts.Index().Select(kind => KeyValuePair.Create(_kinds[kind.Index], (JsonNode?)JsonValue.Create(kind.Item))));

    private static IEnumerable<JsonObject> Rows(BucketTable table) => table.Buckets.Select(bucket =>
    {
        var score = bucket.Counts.Score();
        return new JsonObject
        {
            ["by"] = table.Name,
            ["value"] = bucket.Value,
            ["gold"] = bucket.Counts.Gold,
            ["predicted"] = bucket.Counts.Predicted,
            ["correct"] = bucket.Counts.Correct,
            ["precision"] = score.Precision,
            ["recall"] = score.Recall,
            ["f1"] = score.F1,
        };
    });

    private static string Name(MatchSchema schema) => schema.ToString().ToLower(CultureInfo.InvariantCulture);
}
