using System.Globalization;
using TinyBertPipeline.Core.Tokenization.Training;

namespace TinyBertPipeline.Cli;

/// <summary>Progress of a vocabulary's training on standard error: a line that is rewritten on a terminal, elsewhere one every few seconds.</summary>
internal sealed class VocabularyProgress : IProgress<VocabularyTrainingProgress>, IDisposable
{
    private static readonly TimeSpan _logInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _terminalInterval = TimeSpan.FromMilliseconds(200);

    private readonly bool _terminal = !Console.IsErrorRedirected;
    private readonly Lock _lock = new();
    private long _last;
    private bool _open;

    public void Report(VocabularyTrainingProgress value)
    {
        lock (_lock)
        {
            if (System.Diagnostics.Stopwatch.GetElapsedTime(_last) < (_terminal ? _terminalInterval : _logInterval)) return;
            _last = System.Diagnostics.Stopwatch.GetTimestamp();
            var text = value.Pieces > 0
                ? $"   merging: {value.Pieces}/{value.Size} pieces"
                : $"   counting: {(value.Characters / 1e6).ToString("0.0", CultureInfo.InvariantCulture)} M characters";
            if (_terminal) Console.Error.Write("\r" + text.PadRight(60));
            else Console.Error.WriteLine(text);
            _open = _terminal;
        }
    }

    public void Dispose()
    {
        if (_open) Console.Error.WriteLine();
        _open = false;
    }
}
