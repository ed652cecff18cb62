using System.Diagnostics;
using System.Globalization;
using TinyBertPipeline.Cli.Terminal;

namespace TinyBertPipeline.Cli;

/// <summary>
/// How many texts are done and how fast, on standard error, where it does not disturb: answers on a terminal show it themselves. On a
/// terminal one line that is rewritten, elsewhere a line every few seconds.
/// </summary>
internal sealed class TextProgress : IProgress<int>, IDisposable
{
    private readonly bool _isShown = Console.IsOutputRedirected;
    private readonly bool _terminal = !Console.IsErrorRedirected;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly ProgressPace _pace = new(TimeSpan.FromSeconds(20), Stopwatch.GetTimestamp());
    private bool _open;

    public void Report(int value)
    {
        if (!_isShown || !_pace.IsDue()) return;
        var speed = value / Stopwatch.GetElapsedTime(_start).TotalSeconds;
        var text = string.Create(CultureInfo.InvariantCulture, $"{value} done · {speed:0}/s");
        if (_terminal) Streams.Error.WriteDrawn("\r" + text);
        else Console.Error.WriteLine(text);
        _open = _terminal;
    }

    public void Dispose()
    {
        if (_open) Console.Error.WriteLine();
        _open = false;
    }
}
