using System.Globalization;
using TinyBertPipeline.Core;

namespace TinyBertPipeline.Export.OpenVinoIr;

/// <summary>The shape [batch, length] of a converted model's inputs. Fixed sizes run a little faster; null leaves an axis dynamic.</summary>
/// <param name="Batch">Number of sequences, or null.</param>
/// <param name="Length">Number of positions, or null.</param>
public sealed record InputShape(int? Batch, int? Length)
{
    /// <summary>Both axes dynamic.</summary>
    public static InputShape Dynamic { get; } = new(null, null);

    /// <summary>Reads <c>[1,128]</c>, <c>1,128</c>, or <c>[?,128]</c> with a dynamic axis (<c>-1</c> is dynamic, too).</summary>
    /// <exception cref="InvalidInputException">The text is no such shape.</exception>
    public static InputShape Parse(string text)
    {
        var inner = text.Trim();
        if (inner.StartsWith('[') && inner.EndsWith(']')) inner = inner[1..^1];
        var axes = inner.Split(',');
        if (axes.Length != 2) throw Invalid(text);
        return new(Axis(axes[0], text), Axis(axes[1], text));
    }

    /// <summary>The form that <see cref="Parse"/> reads, for example <c>[?,128]</c>.</summary>
    public override string ToString() => $"[{Text(Batch)},{Text(Length)}]";

    internal long[] Dimensions => [Batch ?? -1, Length ?? -1];

    private static string Text(int? axis) => axis?.ToString(CultureInfo.InvariantCulture) ?? "?";

    private static int? Axis(string axis, string text)
    {
        if (axis.Trim() is "?" or "-1") return null;
        return int.TryParse(axis, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var size) && size > 0
            ? size
            : throw Invalid(text);
    }

    private static InvalidInputException Invalid(string text) =>
        new(InputKind.Configuration, null, $"input shape '{text}' is not of the form [BATCH,LENGTH] (numbers above 0, or ? for a dynamic axis)");
}
