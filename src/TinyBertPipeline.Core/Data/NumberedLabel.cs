using System.Globalization;

namespace TinyBertPipeline.Core.Data;

/// <summary>A label that a file gives as a number.</summary>
internal static class NumberedLabel
{
    /// <summary>Its name; null where there is none, and then what is wrong, said of the label.</summary>
    /// <param name="number">The number as the file has it.</param>
    /// <param name="names">The names from 0, or null where there are none.</param>
    public static (string? Name, string Fault) Find(string number, IReadOnlyList<string>? names) =>
        names is null ? (null, $"is a number, {number}, and the file gives no names for labels")
        : int.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) && id >= 0 && id < names.Count
            ? (names[id], "")
            : (null, string.Create(CultureInfo.InvariantCulture, $"is {number}, but there are names for 0..{names.Count - 1}"));
}
