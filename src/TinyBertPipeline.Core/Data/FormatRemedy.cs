using System.Text.Json;

namespace TinyBertPipeline.Core.Data;

/// <summary>Remedies that are a member of <see cref="DataFormat"/> to be set.</summary>
internal static class FormatRemedy
{
    /// <summary>Set a member to a value.</summary>
    public static Remedy Set(string member, string value) =>
        new(RemedyKind.SetDataFormat, $"{JsonNamingPolicy.CamelCase.ConvertName(member)}={value}");

    /// <summary>Set both columns.</summary>
    public static Remedy SetColumns(int word, int label) => new(RemedyKind.SetDataFormat,
        FormattableString.Invariant($"wordColumn={word};labelColumn={label}"));
}
