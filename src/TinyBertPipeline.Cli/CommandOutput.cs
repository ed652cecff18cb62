using System.CommandLine;
using System.Text.Json.Nodes;
using Spectre.Console;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Reports;

namespace TinyBertPipeline.Cli;

/// <summary>Where a verb's words go: data on standard output (one JSON document with <c>--json</c>), everything else on standard error.</summary>
internal sealed class CommandOutput(ParseResult arguments)
{
    private static JsonNode? _document;

    public bool IsJson { get; } = arguments.GetValue(CommonOptions.Json);

    /// <summary>Standard error, with colours only on a terminal (NO_COLOR is honoured).</summary>
    public static IAnsiConsole Error { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>The command as it was typed.</summary>
    public string CommandLine { get; } = "tinybert " + string.Join(' ', arguments.Tokens.Select(token => token.Value));

    public static void Note(string text) => Console.Error.WriteLine(text);

    public static void Warn(string text) => Console.Error.WriteLine("warning: " + text);

    /// <summary>
    /// Writes the verb's result once, in the form that was asked for. JSON waits for the verb's end, so that an error behind the result, such
    /// as a missed gate, is a part of the one document.
    /// </summary>
    public void Write<T>(T result, Func<Report> report)
    {
        if (IsJson) _document = result as JsonNode ?? OptionsFile.ToJson(result);
        else ConsoleReport.Write(report());
    }

    /// <summary>Prints the JSON document of the verb, with the error when there was one.</summary>
    public static void WriteDocument(JsonObject? error)
    {
        if (error is not null)
        {
            if (_document is not JsonObject) _document = new JsonObject();
            _document["error"] = error;
        }
        if (_document is not null) Console.Out.WriteLine(_document.ToJsonString(OptionsFile.Json));
    }
}
