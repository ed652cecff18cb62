using TinyBertPipeline.Core;

namespace TinyBertPipeline.Cli;

/// <summary>Messages on standard error.</summary>
internal sealed class ConsoleMessages : IMessages
{
    public static ConsoleMessages Instance { get; } = new();

    public void Note(string text) => CommandOutput.Note(text);

    public void Warn(string text) => CommandOutput.Warn(text);
}
