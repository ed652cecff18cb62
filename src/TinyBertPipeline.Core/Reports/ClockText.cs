using System.Globalization;

namespace TinyBertPipeline.Core.Reports;

/// <summary>Times as clocks show them. Days count as hours, so that nothing is left out.</summary>
public static class ClockText
{
    /// <summary>Hours, minutes and seconds: 0:02:40.</summary>
    public static string Of(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time:mm\\:ss}");

    /// <summary>The same without hours where there are none: 2:40.</summary>
    public static string Short(TimeSpan time) =>
        time.TotalHours >= 1 ? Of(time) : string.Create(CultureInfo.InvariantCulture, $"{time:m\\:ss}");
}
