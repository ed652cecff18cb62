using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Pipeline.Experiments;

/// <summary>
/// One training's result: a flat row of the result file. Scores are those of the task's metric, 0 to 1. Data set, variant, student and seed
/// are its key.
/// </summary>
public sealed record ExperimentResult
{
    // A row of another version may have more fields; they are kept.
    private static readonly JsonSerializerOptions _json =
        new(OptionsFile.Json) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };

    /// <summary>The data set.</summary>
    public required string Dataset { get; init; }

    /// <summary>Teacher, or the variant of a student.</summary>
    public required string Variant { get; init; }

    /// <summary>The student's preset or sizes; null for teachers.</summary>
    public required string? Student { get; init; }

    /// <summary>The seed.</summary>
    public required int Seed { get; init; }

    /// <summary>How logits became labels; null where the task knows one way.</summary>
    public string? Decoder { get; init; } = "viterbi";

    /// <summary>The metric of the scores. In files they stand under its name: <c>devF1</c>, <c>testF1</c>.</summary>
    [JsonIgnore]
    public string Metric { get; init; } = "f1";

    /// <summary>The score on dev; null when the training failed.</summary>
    [JsonIgnore]
    public double? Dev { get; init; }

    /// <summary>The score on test; null until test scores are asked for.</summary>
    [JsonIgnore]
    public double? Test { get; init; }

    /// <summary>What a teacher of a name of its own started from: a model's folder name, or <c>random</c>; null for all others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Start { get; init; }

    /// <summary>Minutes of the start's pre-training; null where it tells of none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? PretrainingMinutes { get; init; }

    /// <summary>Its perplexity on held-out text, before it went on learning; null where it began anew.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? PerplexityBefore { get; init; }

    /// <summary>Its perplexity on held-out text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Perplexity { get; init; }

    /// <summary>How often it tells rightly whether a text follows another.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? NextSentenceAccuracy { get; init; }

    /// <summary>Number of weights.</summary>
    public long? Parameters { get; init; }

    /// <summary>Word pieces trained on, [CLS] and [SEP] included, padding not; files of results have called them tokens from the start.</summary>
    [JsonPropertyName("tokens")]
    public long? Pieces { get; init; }

    /// <summary>Minutes of the training, its start from the teacher included.</summary>
    public double? Minutes { get; init; }

    /// <summary>See <see cref="Experiments.OptionsHash"/>.</summary>
    public required string OptionsHash { get; init; }

    /// <summary>The machine.</summary>
    public required string Cpu { get; init; }

    /// <summary>The day.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Further figures under their names in files, for example <c>devF1Argmax</c>.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, double> Details { get; init; } = new SortedDictionary<string, double>(StringComparer.Ordinal);

    /// <summary>What stands on the encoder.</summary>
    public string? Head { get; init; }

    /// <summary>The model that a teacher starts from, or its size.</summary>
    public string? Model { get; init; }

    /// <summary>The name of the row that taught a student; null for <c>teacher</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TaughtBy { get; init; }

    /// <summary>Word pieces a second of the training.</summary>
    [JsonPropertyName("tokensPerSecondTraining")]
    public double? PiecesPerSecondTraining { get; init; }

    /// <summary>The entity weight that was used.</summary>
    public double? EntityWeight { get; init; }

    /// <summary>The teacher layer of each student layer.</summary>
    public string? LayerMap { get; init; }

    /// <summary>What matrix products were computed in: <c>f32</c> or <c>bf16</c>.</summary>
    public string? Precision { get; init; }

    /// <summary>Score over the score of the teacher with the same seed, on dev.</summary>
    public double? DevKept { get; init; }

    /// <summary>Lower end of its 95 % interval, a paired bootstrap over sentences.</summary>
    public double? DevKeptLower { get; init; }

    /// <summary>Upper end of that interval.</summary>
    public double? DevKeptUpper { get; init; }

    /// <summary>Score over the score of the teacher with the same seed, on test.</summary>
    public double? TestKept { get; init; }

    /// <summary>Lower end of its 95 % interval.</summary>
    public double? TestKeptLower { get; init; }

    /// <summary>Upper end of that interval.</summary>
    public double? TestKeptUpper { get; init; }

    /// <summary>The options in which the row differs from the other students of its data set, or null.</summary>
    public string? Overrides { get; init; }

    /// <summary>Why the training failed, or null.</summary>
    public string? Failed { get; init; }

    /// <summary>The command that measured.</summary>
    public string Command { get; init; } = "";

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }

    /// <summary>Whether the training ended well.</summary>
    [JsonIgnore]
    public bool IsFinished => Failed is null && Dev is not null;

    /// <summary>Whether another row is about the same training, whatever its options.</summary>
    public bool HasKeyOf(ExperimentResult other) =>
        Dataset == other.Dataset && Variant == other.Variant && Student == other.Student && Seed == other.Seed;

    /// <summary>The row as a flat object; scores stand behind its key.</summary>
    public JsonObject ToJson()
    {
        var row = new JsonObject();
        foreach (var (key, value) in JsonSerializer.SerializeToNode(this, _json)!.AsObject())
        {
            if (key == "parameters") AddScores(row);
            row[key] = value?.DeepClone();
        }
        return row;
    }

    /// <summary>Reads a row.</summary>
    /// <exception cref="JsonException">It lacks a field, or one is of another kind.</exception>
    public static ExperimentResult FromJson(JsonNode? row)
    {
        var result = row.Deserialize<ExperimentResult>(_json) ?? throw new JsonException("expected an object with the fields of a row");
        var metric = (string?)row!["metric"] ?? "f1";
        var figures = (result.Others ?? new Dictionary<string, JsonElement>())
            .Where(other => IsFigure(other.Key) && other.Value.ValueKind == JsonValueKind.Number).ToDictionary(other => other.Key, other => other.Value.GetDouble());
        double? Take(string part) => figures.Remove(TaskScore.KeyOf(part, metric), out var value) ? value : null;
        return result with
        {
            Metric = metric,
            Dev = Take("dev"),
            Test = Take("test"),
            Details = new SortedDictionary<string, double>(figures, StringComparer.Ordinal),
            Others = result.Others?.Where(other => !IsFigure(other.Key) && other.Key != "metric").ToDictionary(other => other.Key, other => other.Value),
        };
    }

    private void AddScores(JsonObject row)
    {
        if (Metric != "f1") row["metric"] = Metric;
        row[TaskScore.KeyOf("dev", Metric)] = Dev;
        row[TaskScore.KeyOf("test", Metric)] = Test;
        foreach (var (name, value) in Details) row[name] = value;
    }

    private static bool IsFigure(string key) => key.StartsWith("dev", StringComparison.Ordinal) || key.StartsWith("test", StringComparison.Ordinal);
}
