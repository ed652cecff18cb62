using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Data;

namespace TinyBertPipeline.Cli;

/// <summary>Messages on standard error.</summary>
internal sealed class ConsoleMessages : IMessages
{
    public static ConsoleMessages Instance { get; } = new();

    public void Note(string text) => CommandOutput.Note(text);

    public void Note(DataNote note) => Note(Words(note));

    public void Warn(string text) => CommandOutput.Warn(text);

    public void Warn(DataNote warning) => Warn(Words(warning));

    /// <summary>What was found, and the remedy in the words of the command line.</summary>
    public static string Words(DataNote note) => note.Remedy is { } remedy ? $"{note.Text}; {RemedyText.Of(remedy)}" : note.Text;
}
