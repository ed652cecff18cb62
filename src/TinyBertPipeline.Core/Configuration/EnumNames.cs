using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TinyBertPipeline.Core.Configuration;

/// <summary>
/// The names of an enumeration's values in configs, as the JSON converter spells them: camelCase, or the name that
/// <see cref="JsonStringEnumMemberNameAttribute"/> gives.
/// </summary>
[RequiresUnreferencedCode(OptionsFile.Reflection)]
public static class EnumNames
{
    /// <summary>The name of one value.</summary>
    /// <exception cref="ArgumentException"><paramref name="value"/> is none of the enumeration's values.</exception>
    public static string Of<T>(T value) where T : struct, Enum =>
        Enum.GetName(value) is { } name ? NameOf(typeof(T).GetField(name)!) : throw new ArgumentException($"{value} has no name", nameof(value));

    // Of all values, in the order of their numbers.
    internal static string[] All(Type type) => Array.ConvertAll(Enum.GetNames(type), name => NameOf(type.GetField(name)!));

    private static string NameOf(FieldInfo field) =>
        field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(field.Name);
}
