using System.CommandLine;
using System.Text.Json.Nodes;
using Spectre.Console;
using TinyBertPipeline.Core.Configuration;

namespace TinyBertPipeline.Cli;

/// <summary>Where a verb's words go: data on standard output (one JSON document with <c>--json</c>), everything else on standard error.</summary>
internal sealed class CommandOutput(ParseResult arguments)
{
    public bool IsJson { get; } = arguments.GetValue(CommonOptions.Json);

    /// <summary>Standard error, with colours only on a terminal (NO_COLOR is honoured).</summary>
    public static IAnsiConsole Error { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>The command as it was typed.</summary>
    public string CommandLine { get; } = "tinybert " + string.Join(' ', arguments.Tokens.Select(token => token.Value));

    public static void Note(string text) => Console.Error.WriteLine(text);

    public static void Warn(string text) => Console.Error.WriteLine("warning: " + text);

    /// <summary>Writes the verb's result once, in the form that was asked for.</summary>
    public void Write<T>(T result, Func<string> asText) =>
        Console.Out.WriteLine(IsJson ? (result as JsonNode ?? OptionsFile.ToJson(result)).ToJsonString(OptionsFile.Json) : asText().TrimEnd('\n'));
}
