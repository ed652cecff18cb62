using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Resuming;

/// <summary>
/// What decides a run's result: its options but for places, and the contents of its inputs. Runs of one identity come to the same; on one
/// machine, with one number of threads and one precision, bit by bit.
/// </summary>
internal static class RunIdentity
{
    private const string ProductsKey = "matrixProducts";
    private const string ThreadsKey = "threads";
    private const int ShownDigits = 12;

    /// <summary>SHA-256 of an identity, by which a stage or a row of a table knows a run that is done.</summary>
    public static string Hash(JsonObject identity) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity.ToJsonString())));

    /// <summary>The identity with what this machine adds to it: a different number of threads sums in a different order.</summary>
    internal static JsonObject Here(JsonObject identity, bool useBFloat16)
    {
        var here = identity.DeepClone().AsObject();
        (here[ProductsKey], here[ThreadsKey]) = (useBFloat16 ? "bf16" : "f32", get_num_threads());
        return here;
    }

    /// <summary>Whether a run of <see cref="Here"/> computes in bfloat16.</summary>
    internal static bool UsesBFloat16(JsonObject here) =>
        here[ProductsKey] is JsonValue value && value.TryGetValue<string>(out var name) && name == "bf16";

    /// <summary>Compares what a checkpoint was made with and what the run at hand is.</summary>
    /// <exception cref="InvalidInputException">They differ; the message lists the keys.</exception>
    internal static void ThrowIfDifferent(JsonObject checkpoint, JsonObject run, string folder)
    {
        string[] differences = [.. Differences(checkpoint, run, "")];
        if (differences.Length == 0) return;
        throw new InvalidInputException(InputKind.Configuration, folder,
            $"holds checkpoints of another run ({string.Join("; ", differences)}); delete them or choose another output folder")
        {
            Remedy = new Remedy(RemedyKind.Overwrite, folder),
        };
    }

    private static IEnumerable<string> Differences(JsonObject there, JsonObject here, string prefix) =>
        there.Select(entry => entry.Key).Union(here.Select(entry => entry.Key))
            .SelectMany(key => Difference(there[key], here[key], prefix + key));

    // A list of a thousand files is not shown where one of them has changed.
    private static IEnumerable<string> Difference(JsonNode? there, JsonNode? here, string name) => (there, here) switch
    {
        _ when JsonNode.DeepEquals(there, here) => [],
        (JsonObject inThere, JsonObject inHere) => Differences(inThere, inHere, $"{name}."),
        (JsonArray inThere, JsonArray inHere) when inThere.Count == inHere.Count =>
            inThere.Zip(inHere).Index().SelectMany(pair => Difference(pair.Item.First, pair.Item.Second, $"{name}[{pair.Index}]")),
        (JsonArray inThere, JsonArray inHere) => [$"{name}: {inThere.Count} entries there, {inHere.Count} here"],
        _ => [$"{name}: {Shown(there)} there, {Shown(here)} here"],
    };

    private static string Shown(JsonNode? value)
    {
        var text = value?.ToJsonString() ?? "nothing";
        var isHash = text.Length == 66 && text[1..^1].All(char.IsAsciiHexDigitLower);
        return isHash ? $"content {text[1..(1 + ShownDigits)]}…" : text;
    }
}
