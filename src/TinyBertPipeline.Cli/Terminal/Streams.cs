using Spectre.Console;

namespace TinyBertPipeline.Cli.Terminal;

/// <summary>The program's two streams to the outside; nothing else writes to the console.</summary>
internal static class Streams
{
    /// <summary>Data; what cannot be written is an <see cref="OutputLostException"/>.</summary>
    public static VisibleWriter Out { get; } = new(descriptor: 1, isLossAllowed: false);

    /// <summary>Progress and messages; what cannot be written is dropped.</summary>
    public static VisibleWriter Error { get; } = new(descriptor: 2, isLossAllowed: true);

    /// <summary>Bars on standard error where that is a terminal, else null: plain lines take their place.</summary>
    public static TerminalBars? Bars { get; } = Console.IsErrorRedirected ? null :
        new TerminalBars(() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new TerminalOutput(Error) }));

    /// <summary>Puts them in the place of .NET's own, before anything is written.</summary>
    public static void Install()
    {
        Console.SetOut(Out);
        Console.SetError(Error);
        Out.BeforeText = Error.BeforeText = Bars is null ? null : Bars.End;
    }
}
