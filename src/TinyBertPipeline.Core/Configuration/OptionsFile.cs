using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Configuration;

/// <summary>
/// Binds options records to JSON configs. A record holds every default; a config lists only what differs; overrides <c>a.b=value</c> come on
/// top. All faults (unknown keys with the nearest known one, wrong types) are reported at once.
/// </summary>
public static class OptionsFile
{
    internal const string Reflection = "Options are bound by reflection.";

    /// <summary>How options are read and written everywhere: camelCase, enums by name, comments and trailing commas allowed.</summary>
    public static JsonSerializerOptions Json { get; } = Create();

    /// <summary>Reads a config file, applies <paramref name="settings"/> and binds the result.</summary>
    /// <param name="path">The JSON file, or null for the defaults alone.</param>
    /// <param name="settings">Overrides of the form <c>key.key=value</c>, applied in order.</param>
    /// <exception cref="InvalidInputException">The file is absent or no JSON, or keys or values are wrong (all are listed).</exception>
    [RequiresUnreferencedCode(Reflection), RequiresDynamicCode(Reflection)]
    public static T Read<T>(string? path, IEnumerable<string>? settings = null) where T : class =>
        Bind<T>(Parse(path), path, settings);

    /// <summary>Parses a config file into a JSON object; an empty object when <paramref name="path"/> is null.</summary>
    /// <exception cref="InvalidInputException">The file is absent or holds no JSON object.</exception>
    public static JsonObject Parse(string? path) => path is null ? [] : JsonFile.ReadConfig(path);

    /// <summary>Binds a JSON object to an options record after applying <paramref name="settings"/>.</summary>
    /// <exception cref="InvalidInputException">Keys or values are wrong; the message lists all of them.</exception>
    [RequiresUnreferencedCode(Reflection), RequiresDynamicCode(Reflection)]
    public static T Bind<T>(JsonObject values, string? path = null, IEnumerable<string>? settings = null) where T : class
    {
        var (faults, removed) = (new List<string>(), new List<string>());
        foreach (var setting in settings ?? []) Apply(values, setting, faults);
        OptionsCheck.Check(values, typeof(T), "", faults, removed);
        if (faults.Count > 0)
            throw new InvalidInputException(InputKind.Configuration, path, string.Join("\n  ", faults.Concat(OthersFaults<T>(values, removed))));
        try
        {
            return values.Deserialize<T>(Json)!;
        }
        catch (JsonException e)
        {
            throw new InvalidInputException(InputKind.Configuration, path, $"{e.Path}: {e.Message}", inner: e);
        }
    }

    // What is wrong with the values of those keys that can be bound, so that all is told at once; of the others it is told already.
    [RequiresUnreferencedCode(Reflection), RequiresDynamicCode(Reflection)]
    private static IEnumerable<string> OthersFaults<T>(JsonObject values, List<string> removed)
    {
        bool IsTold(string fault) => removed.Any(key => fault.StartsWith(key, StringComparison.Ordinal) && !char.IsLetterOrDigit(fault, key.Length));
        try
        {
            return values.Deserialize<T>(Json) is ICheckedOptions options
                ? options.Faults().Where(fault => !IsTold(fault))
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>The resolved options as JSON, for <c>run.json</c> and for stage keys.</summary>
    [RequiresUnreferencedCode(Reflection), RequiresDynamicCode(Reflection)]
    public static JsonNode ToJson<T>(T options) => JsonSerializer.SerializeToNode(options, Json)!;

    // The converter of enumerations is used by what binds only.
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "used by the methods that are marked so")]
    private static JsonSerializerOptions Create() => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static void Apply(JsonObject root, string setting, List<string> faults)
    {
        var equals = setting.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            faults.Add($"override '{setting}': expected KEY=VALUE, for example student.pieces=500000");
            return;
        }
        var keys = setting[..equals].Split('.');
        var target = root;
        foreach (var key in keys[..^1])
        {
            if (target[key] is not JsonObject next) target[key] = next = [];
            target = next;
        }
        target[keys[^1]] = ParseValue(setting[(equals + 1)..]);
    }

    /// <summary>A value is JSON when it parses as JSON (numbers, true, lists); otherwise it is the text itself.</summary>
    private static JsonNode? ParseValue(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
