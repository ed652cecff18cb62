using System.Globalization;

namespace TinyBertPipeline.Training.FineTuning;

/// <summary>A time that a training may take, as people write it.</summary>
internal static class TrainingBudget
{
    /// <summary>What is valid, for messages.</summary>
    public const string Expected = "expected a number with s, m or h behind it, such as 90s, 10m or 1.5h";

    private const double LongestHours = 10_000;

    /// <summary>The time, or null where the text is none.</summary>
    public static TimeSpan? TryParse(string text)
    {
        if (text.Length < 2 || !double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return null;
        var hours = text[^1] switch { 's' => number / 3600, 'm' => number / 60, 'h' => number, _ => double.NaN };
        return hours is > 0 and <= LongestHours ? TimeSpan.FromHours(hours) : null;
    }
}
