using System.Globalization;
using TinyBertPipeline.Cli.Terminal;
using TinyBertPipeline.Core.Tokenization.Training;

namespace TinyBertPipeline.Cli;

/// <summary>Progress of a vocabulary's training on standard error: a bar on a terminal, elsewhere a line every few seconds.</summary>
internal sealed class VocabularyProgress : IProgress<VocabularyTrainingProgress>, IDisposable
{
    private readonly TerminalBars? _bars = Streams.Bars;
    private readonly Lock _lock = new();
    private readonly ProgressPace _pace = new(TimeSpan.FromSeconds(10));

    public void Report(VocabularyTrainingProgress value)
    {
        lock (_lock)
        {
            if (!_pace.IsDue()) return;
            var isMerging = value.Pieces > 0;
            var (name, text) = isMerging
                ? ("merging", $"{value.Pieces}/{value.Size} pieces")
                : ("counting", $"{(value.Characters / 1e6).ToString("0.0", CultureInfo.InvariantCulture)} M characters");
            if (_bars is null) Console.Error.WriteLine($"   {name}: {text}");
            else _bars.Show(name, value.Pieces, isMerging ? value.Size : 0, text);
        }
    }

    public void Dispose() => _bars?.End();
}
