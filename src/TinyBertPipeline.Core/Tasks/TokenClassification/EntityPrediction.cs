using System.Globalization;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Prediction;

namespace TinyBertPipeline.Core.Tasks.TokenClassification;

/// <summary>The entities of a text, and its best readings where they were asked for.</summary>
internal sealed class EntityPrediction(string text, IReadOnlyList<TextEntity> entities, IReadOnlyList<TextReading>? readings = null)
    : ITaskPrediction, IEntityPrediction
{
    private const int Digits = 4;

    public IReadOnlyList<TextEntity> Entities => entities;

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["text"] = text, ["offsetUnit"] = "utf16", ["entities"] = ToJson(entities) };
        if (readings is null) return json;
        json["readings"] = new JsonArray([.. readings.Select(reading =>
            new JsonObject { ["probability"] = Math.Round(reading.Probability, Digits), ["entities"] = ToJson(reading.Entities) })]);
        return json;
    }

    public IReadOnlyList<IReadOnlyList<string>> ToRows() => [.. entities.Select(ToRow), .. (readings ?? []).Index().SelectMany(ToRows)];

    // A reading: its rank and probability, then its entities, set in.
    private static IEnumerable<IReadOnlyList<string>> ToRows((int Index, TextReading Reading) ranked) =>
        ranked.Reading.Entities.Select(entity => (string[])["", .. ToRow(entity)])
            .Prepend([string.Create(CultureInfo.InvariantCulture, $"reading {ranked.Index + 1}"), Shown(ranked.Reading.Probability)]);

    private static string[] ToRow(TextEntity entity) =>
    [
        entity.Start.ToString(CultureInfo.InvariantCulture), entity.End.ToString(CultureInfo.InvariantCulture), entity.Type, entity.Text,
        Shown(entity.Score),
    ];

    private static JsonArray ToJson(IEnumerable<TextEntity> found) => new([.. found.Select(entity => new JsonObject
    {
        ["type"] = entity.Type,
        ["start"] = entity.Start,
        ["end"] = entity.End,
        ["text"] = entity.Text,
        ["score"] = Math.Round(entity.Score, Digits),
    })]);

    private static string Shown(double probability) => probability.ToString("0.000", CultureInfo.InvariantCulture);
}
