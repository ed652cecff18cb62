using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TinyBertPipeline.Core.Configuration;

/// <summary>Compares a JSON object with an options record and lists every fault, each with its full key and what is valid.</summary>
internal static class OptionsCheck
{
    public static void Check(JsonObject values, Type type, string prefix, List<string> faults)
    {
        var known = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite).ToDictionary(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name), StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in values)
        {
            if (!known.TryGetValue(key, out var property)) faults.Add($"unknown key {prefix}{key}; {Suggest(key, known)}");
            else CheckValue(value, property.PropertyType, prefix + key, faults);
        }
    }

    private static string Suggest(string key, Dictionary<string, PropertyInfo> known)
    {
        var renamed = known.FirstOrDefault(option =>
            option.Value.GetCustomAttribute<FormerNamesAttribute>()?.Names.Contains(key, StringComparer.OrdinalIgnoreCase) == true).Key;
        if (renamed is not null) return $"it is called {renamed} now";
        var inner = known.FirstOrDefault(option => IsOptionsRecord(option.Value.PropertyType) && HasKey(option.Value.PropertyType, key)).Key;
        return inner is null ? NearestName.Suggest(key, known.Keys) : $"did you mean {inner}.{key}?";
    }

    private static bool HasKey(Type type, string key) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Any(property => property.CanWrite && string.Equals(property.Name, key, StringComparison.OrdinalIgnoreCase));

    private static void CheckValue(JsonNode? value, Type declared, string key, List<string> faults)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (value is null || typeof(JsonNode).IsAssignableFrom(type)) return;
        if (type.IsEnum)
        {
            var names = Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName).ToArray();
            var text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
            if (!names.Contains(text, StringComparer.OrdinalIgnoreCase)) faults.Add($"{key}: {text} is none of {string.Join(", ", names)}");
        }
        else if (IsOptionsRecord(type))
        {
            if (value is JsonObject inner) Check(inner, type, key + ".", faults);
            else faults.Add($"{key}: expected an object {{ … }}, found {value.ToJsonString()}");
        }
        else if (value is JsonArray items && type.IsGenericType && type.GetGenericArguments() is [var element] && IsOptionsRecord(element))
        {
            foreach (var (index, item) in items.Index()) CheckValue(item, element, $"{key}[{index}]", faults);
        }
        else if (!Fits(value, type)) faults.Add($"{key}: expected {Describe(type)}, found {value.ToJsonString()}");
    }

    private static bool IsOptionsRecord(Type type) =>
        type.IsClass && type != typeof(string) && !typeof(IEnumerable).IsAssignableFrom(type);

    private static bool Fits(JsonNode value, Type type)
    {
        try
        {
            value.Deserialize(type, OptionsFile.Json);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Describe(Type type) =>
        type == typeof(string) ? "a text"
        : type == typeof(bool) ? "true or false"
        : type == typeof(int) || type == typeof(long) ? "a whole number"
        : type == typeof(double) || type == typeof(float) ? "a number"
        : "a list";
}
