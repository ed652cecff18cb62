using System.Text;
using Spectre.Console;

namespace TinyBertPipeline.Cli.Terminal;

/// <summary>
/// Standard error as Spectre.Console writes to it: what it sends are its own escape sequences, so they are not made visible. The size is that
/// of the beginning: the thread that draws may not ask for it (Console.Out may be locked by one that waits for the last drawing).
/// </summary>
internal sealed class TerminalOutput(VisibleWriter stream) : IAnsiConsoleOutput
{
    public TextWriter Writer { get; } = new RawWriter(stream);

    public bool IsTerminal => !Console.IsErrorRedirected;

    public int Width { get; } = Size(() => Console.WindowWidth, 120);

    public int Height { get; } = Size(() => Console.WindowHeight, 25);

    public void SetEncoding(Encoding encoding)
    {
    }

    private static int Size(Func<int> ask, int otherwise)
    {
        try
        {
            return ask() is var size and > 0 ? size : otherwise;
        }
        catch (IOException)
        {
            return otherwise;   // no terminal to ask
        }
    }

    private sealed class RawWriter(VisibleWriter stream) : TextWriter
    {
        public override Encoding Encoding => stream.Encoding;

        public override void Write(char value) => stream.WriteDrawn(value.ToString());

        public override void Write(string? value) => stream.WriteDrawn(value ?? "");

        public override void Write(char[] buffer, int index, int count) => stream.WriteDrawn(new string(buffer, index, count));
    }
}
