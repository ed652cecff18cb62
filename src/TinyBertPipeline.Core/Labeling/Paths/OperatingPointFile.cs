using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Labeling.Paths;

/// <summary>
/// Reads and writes <c>viterbi_calibration.json</c>:
/// <c>{"operating_points": {NAME: {"biases": {"transition_bias_background_stay": 0.0, ...}}}}</c> with exactly six biases a point. This is
/// the form of the file that is published beside the weights of openai/privacy-filter; its own reader (<c>opf/_core/decoding.py</c>,
/// <c>resolve_viterbi_biases_from_calibration_path</c>) takes a file with the one point <c>default</c>.
/// </summary>
public static class OperatingPointFile
{
    /// <summary>The file's usual name.</summary>
    public const string FileName = "viterbi_calibration.json";

    private const string Points = "operating_points";
    private const string Biases = "biases";

    private static readonly string[] _keys =
    [
        "transition_bias_background_stay", "transition_bias_background_to_start", "transition_bias_inside_to_continue",
        "transition_bias_inside_to_end", "transition_bias_end_to_background", "transition_bias_end_to_start",
    ];

    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>Reads the points by name, in the order of the file.</summary>
    /// <exception cref="InvalidInputException">The file is absent or of another form.</exception>
    /// <exception cref="EnvironmentException">The file cannot be read.</exception>
    public static IReadOnlyList<KeyValuePair<string, OperatingPoint>> Read(string path)
    {
        var root = JsonFile.ReadObject(path, InputKind.Model);
        var points = Child(path, root, "the file", Points, [Points]);
        return [.. points.Select(entry => KeyValuePair.Create(entry.Key, Point(path, entry.Key, entry.Value)))];
    }

    /// <summary>Writes the points in their order; a file of that name is replaced.</summary>
    /// <exception cref="ArgumentException">A name stands twice, or a bias is not finite.</exception>
    /// <exception cref="EnvironmentException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, OperatingPoint>> points)
    {
        var entries = new JsonObject();
        foreach (var (name, point) in points)
        {
            var biases = Values(point);
            if (!biases.All(double.IsFinite)) throw new ArgumentException($"a bias of operating point '{name}' is not finite");
            var named = new JsonObject(_keys.Zip(biases, (key, bias) => KeyValuePair.Create(key, (JsonNode?)bias)));
            entries.Add(name, new JsonObject { [Biases] = named });
        }
        AtomicFile.WriteText(path, new JsonObject { [Points] = entries }.ToJsonString(_indented) + "\n");
    }

    private static OperatingPoint Point(string path, string name, JsonNode? node)
    {
        var place = $"operating point '{name}'";
        if (node is not JsonObject point)
            throw new InvalidInputException(InputKind.Model, path, $"{place} is no object; expected {{\"{Biases}\": …}}");
        var biases = Child(path, point, place, Biases, [Biases]);
        ThrowIfOther(path, biases, $"{place}: {Biases}", _keys);
        var values = Array.ConvertAll(_keys, key => Number(path, $"{place}: {key}", biases[key]));
        return new OperatingPoint
        {
            BackgroundStay = values[0],
            BackgroundToStart = values[1],
            InsideToContinue = values[2],
            InsideToEnd = values[3],
            EndToBackground = values[4],
            EndToStart = values[5],
        };
    }

    private static double[] Values(OperatingPoint point) =>
    [
        point.BackgroundStay, point.BackgroundToStart, point.InsideToContinue, point.InsideToEnd, point.EndToBackground, point.EndToStart,
    ];

    private static JsonObject Child(string path, JsonObject parent, string place, string key, string[] keys)
    {
        ThrowIfOther(path, parent, place, keys);
        return parent[key] as JsonObject ?? throw new InvalidInputException(InputKind.Model, path, $"{place}: '{key}' is no object");
    }

    private static void ThrowIfOther(string path, JsonObject found, string place, string[] keys)
    {
        var faults = keys.Where(key => !found.ContainsKey(key)).Select(key => $"lacks '{key}'")
            .Concat(found.Select(entry => entry.Key).Except(keys).Select(key => $"has an unknown key '{key}'")).ToArray();
        if (faults.Length == 0) return;
        var message = $"{place} {string.Join(", ", faults)}; expected exactly {string.Join(", ", keys)}";
        throw new InvalidInputException(InputKind.Model, path, message);
    }

    private static double Number(string path, string place, JsonNode? node)
    {
        var isNumber = node?.GetValueKind() == JsonValueKind.Number;
        if (isNumber && node is JsonValue value && value.TryGetValue<double>(out var number) && double.IsFinite(number)) return number;
        throw new InvalidInputException(InputKind.Model, path, $"{place} is {node?.ToJsonString() ?? "null"}; expected a number");
    }
}
