using System.Globalization;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Prediction;

namespace TinyBertPipeline.Core.Tasks.TokenClassification;

/// <summary>The entities of a text.</summary>
internal sealed class EntityPrediction(string text, IReadOnlyList<TextEntity> entities) : ITaskPrediction, IEntityPrediction
{
    private const int Digits = 4;

    public IReadOnlyList<TextEntity> Entities => entities;

    public JsonObject ToJson() => new()
    {
        ["text"] = text,
        ["offsetUnit"] = "utf16",
        ["entities"] = new JsonArray([.. entities.Select(entity => new JsonObject
        {
            ["type"] = entity.Type,
            ["start"] = entity.Start,
            ["end"] = entity.End,
            ["text"] = entity.Text,
            ["score"] = Math.Round(entity.Score, Digits),
        })]),
    };

    public IReadOnlyList<IReadOnlyList<string>> ToRows() =>
    [
        .. entities.Select(entity => (string[])
        [
            entity.Start.ToString(CultureInfo.InvariantCulture), entity.End.ToString(CultureInfo.InvariantCulture), entity.Type, entity.Text,
            entity.Score.ToString("0.000", CultureInfo.InvariantCulture),
        ]),
    ];
}
