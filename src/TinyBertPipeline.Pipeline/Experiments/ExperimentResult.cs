using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using TinyBertPipeline.Core.Configuration;

namespace TinyBertPipeline.Pipeline.Experiments;

/// <summary>
/// One training's result: a flat row of the result file. F1 is strict micro entity F1, 0 to 1, with legal-path decoding. Data set, variant,
/// student and seed are its key.
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

    /// <summary>How logits became labels.</summary>
    public string Decoder { get; init; } = "viterbi";

    /// <summary>F1 on dev; null when the training failed.</summary>
    public double? DevF1 { get; init; }

    /// <summary>F1 on test; null until test scores are asked for.</summary>
    public double? TestF1 { get; init; }

    /// <summary>Number of weights.</summary>
    public long? Parameters { get; init; }

    /// <summary>Word pieces trained on, [CLS] and [SEP] included, padding not.</summary>
    public long? Tokens { get; init; }

    /// <summary>Minutes of the training, its start from the teacher included.</summary>
    public double? Minutes { get; init; }

    /// <summary>See <see cref="Experiments.OptionsHash"/>.</summary>
    public required string OptionsHash { get; init; }

    /// <summary>The machine.</summary>
    public required string Cpu { get; init; }

    /// <summary>The day.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>F1 on dev without legal-path decoding.</summary>
    public double? DevF1Argmax { get; init; }

    /// <summary>F1 on test without legal-path decoding.</summary>
    public double? TestF1Argmax { get; init; }

    /// <summary>The entity weight that was used.</summary>
    public double? EntityWeight { get; init; }

    /// <summary>The teacher layer of each student layer.</summary>
    public string? LayerMap { get; init; }

    /// <summary>What matrix products were computed in: <c>f32</c> or <c>bf16</c>.</summary>
    public string? Precision { get; init; }

    /// <summary>F1 over the F1 of the teacher with the same seed, on dev.</summary>
    public double? DevKept { get; init; }

    /// <summary>Lower end of its 95 % interval, a paired bootstrap over sentences.</summary>
    public double? DevKeptLower { get; init; }

    /// <summary>Upper end of that interval.</summary>
    public double? DevKeptUpper { get; init; }

    /// <summary>F1 over the F1 of the teacher with the same seed, on test.</summary>
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
    public bool IsFinished => Failed is null && DevF1 is not null;

    /// <summary>Whether another row is about the same training, of whichever options.</summary>
    public bool HasKeyOf(ExperimentResult other) =>
        Dataset == other.Dataset && Variant == other.Variant && Student == other.Student && Seed == other.Seed;

    /// <summary>The row as a flat object.</summary>
    public JsonObject ToJson() => JsonSerializer.SerializeToNode(this, _json)!.AsObject();

    /// <summary>Reads a row.</summary>
    /// <exception cref="JsonException">It lacks a field, or one is of another kind.</exception>
    public static ExperimentResult FromJson(JsonNode? row) =>
        row.Deserialize<ExperimentResult>(_json) ?? throw new JsonException("expected an object with the fields of a row");
}
