using System.Diagnostics;

namespace TinyBertPipeline.Cli.Terminal;

/// <summary>How often progress is shown: several times a second on a terminal, every some seconds elsewhere, so that a log file stays short.</summary>
/// <param name="logInterval">The time between two lines of a log.</param>
/// <param name="last">When it was shown last; 0 shows the first report.</param>
internal sealed class ProgressPace(TimeSpan logInterval, long last = 0)
{
    private readonly TimeSpan _interval = Console.IsErrorRedirected ? logInterval : TimeSpan.FromMilliseconds(200);
    private long _last = last;

    /// <summary>Whether it is time for a report, which is shown then.</summary>
    public bool IsDue(bool isLast = false)
    {
        if (!isLast && Stopwatch.GetElapsedTime(_last) < _interval) return false;
        _last = Stopwatch.GetTimestamp();
        return true;
    }
}
