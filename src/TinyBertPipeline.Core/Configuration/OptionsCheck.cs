using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TinyBertPipeline.Core.Configuration;

/// <summary>Compares a JSON object with an options record and lists every fault, each with its full key and what is valid.</summary>
[RequiresUnreferencedCode(OptionsFile.Reflection), RequiresDynamicCode(OptionsFile.Reflection)]
internal static class OptionsCheck
{
    /// <param name="values">The object.</param>
    /// <param name="type">The record.</param>
    /// <param name="prefix">What its keys stand below.</param>
    /// <param name="faults">Gets the faults.</param>
    /// <param name="removed">Gets the keys with faults, which are taken out of the object.</param>
    public static void Check(JsonObject values, Type type, string prefix, List<string> faults, List<string> removed)
    {
        var known = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite).ToDictionary(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name), StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in values.ToArray())
        {
            var before = faults.Count;
            if (!known.TryGetValue(key, out var property)) faults.Add($"unknown key {prefix}{key}; {Suggest(key, known)}");
            else if (value is not null) CheckValue(value, property.PropertyType, prefix + key, faults, removed, mayBeEmpty: !MayBeNull(property));
            else if (!MayBeNull(property))
                faults.Add($"{prefix}{key}: expected {Describe(property.PropertyType)}, found null; leave the key out for its default");
            if (faults.Count == before || (value is JsonObject && property is not null && IsOptionsRecord(property.PropertyType))) continue;
            values.Remove(key);
            removed.Add(prefix + key);
        }
    }

    private static bool MayBeNull(PropertyInfo property) =>
        new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;

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

    // A text that may be absent is not empty, and no list among the options has elements that are null or empty.
    private static void CheckValue(JsonNode? value, Type declared, string key, List<string> faults, List<string> removed, bool mayBeEmpty = false)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (value is null) faults.Add($"{key}: expected {Describe(type)}, found null");
        if (type == typeof(JsonObject) && value is not (null or JsonObject)) faults.Add($"{key}: expected an object {{ … }}, found {Shown(value)}");
        if (value is null || typeof(JsonNode).IsAssignableFrom(type)) return;
        if (type.IsEnum)
        {
            var names = EnumNames.All(type);
            var text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
            if (!names.Contains(text, StringComparer.OrdinalIgnoreCase))
                faults.Add($"{key}: {text ?? Shown(value)} is none of {string.Join(", ", names)}");
        }
        else if (IsOptionsRecord(type))
        {
            if (value is JsonObject inner) Check(inner, type, key + ".", faults, removed);
            else faults.Add($"{key}: expected an object {{ … }}, found {Shown(value)}");
        }
        else if (value is JsonArray items && type.IsGenericType && type.GetGenericArguments() is [var element])
        {
            foreach (var (index, item) in items.Index()) CheckValue(item, element, $"{key}[{index}]", faults, removed);
        }
        else if (!Fits(value, type, out var read)) faults.Add($"{key}: expected {Describe(type)}, found {Shown(value)}");
        else if (read is double number && !double.IsFinite(number)) faults.Add($"{key}: expected a finite number, found {Shown(value)}");
        else if (read is string text) CheckText(text, key, faults, mayBeEmpty);
    }

    private static void CheckText(string text, string key, List<string> faults, bool mayBeEmpty)
    {
        if (text.Length == 0 && !mayBeEmpty) faults.Add($"{key}: is an empty text");
        if (text.Contains('\0', StringComparison.Ordinal)) faults.Add($"{key}: holds a NUL character");
    }

    private static string Shown(JsonNode value)
    {
        const int Longest = 60;
        var text = value.ToJsonString();
        return text.Length <= Longest ? text : text[..Longest] + "…";
    }

    private static bool IsOptionsRecord(Type type) =>
        type.IsClass && type != typeof(string) && !typeof(IEnumerable).IsAssignableFrom(type);

    private static bool Fits(JsonNode value, Type type, out object? read)
    {
        try
        {
            read = value.Deserialize(type, OptionsFile.Json);
            return true;
        }
        catch (JsonException)
        {
            read = null;
            return false;
        }
    }

    private static string Describe(Type type) =>
        type == typeof(string) ? "a text"
        : type == typeof(bool) ? "true or false"
        : type == typeof(int) || type == typeof(long) ? "a whole number"
        : type == typeof(double) || type == typeof(float) ? "a number"
        : type.IsEnum ? "one of " + string.Join(", ", EnumNames.All(type))
        : IsOptionsRecord(type) ? "an object"
        : "a list";
}
