using System.Globalization;
using System.Text.Json.Serialization;

namespace TinyBertPipeline.Core.Data;

/// <summary>
/// A column of a labelled file: a number counted from 1, or from the end with -1 as the last; or a name in the file's first line.
/// </summary>
[JsonConverter(typeof(DataColumnConverter))]
public readonly record struct DataColumn
{
    private DataColumn(int number, string? name) => (Number, Name) = (number, name);

    /// <summary>Its number, never 0; 0 where it has a name.</summary>
    public int Number { get; }

    /// <summary>Its name, or null where it has a number.</summary>
    public string? Name { get; }

    /// <summary>A column by its number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is 0.</exception>
    public static DataColumn At(int number) =>
        number != 0 ? new(number, null) : throw new ArgumentOutOfRangeException(nameof(number), number, "columns are counted from 1");

    /// <summary>A number, else a name.</summary>
    /// <exception cref="InvalidInputException">The text is empty, or the number is 0.</exception>
    public static DataColumn Parse(string text)
    {
        var isNumber = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
        if (text.Length > 0 && (!isNumber || number != 0)) return isNumber ? At(number) : new DataColumn(0, text);
        throw new InvalidInputException(InputKind.Configuration, null,
            $"column '{text}': expected a number counted from 1, from the end (-1 is the last), or a name in the file's first line");
    }

    /// <summary>Gives the form that <see cref="Parse"/> reads.</summary>
    public override string ToString() => Name ?? Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A column as people count it, by its index from 0, or from the end where it is negative.</summary>
    internal static int Shown(int index) => index < 0 ? index : index + 1;

    /// <summary>Its index from 0, from the end where the number is negative.</summary>
    /// <param name="header">The names of the columns; null where the file has none.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="InvalidInputException">No column has the name.</exception>
    internal int Index(IReadOnlyList<string>? header, string path)
    {
        if (Name is null) return Number < 0 ? Number : Number - 1;
        var name = Name;
        var index = header?.Index().Where(cell => string.Equals(cell.Item, name, StringComparison.OrdinalIgnoreCase))
            .Select(cell => (int?)cell.Index).FirstOrDefault();
        return index ?? throw new InvalidInputException(InputKind.Data, path, header is null
            ? $"no column is called '{name}': the file has no line of names; give the column's number"
            : $"no column is called '{name}': the first line names {string.Join(", ", header)}");
    }
}
