using System.CommandLine;
using System.Text.Json.Nodes;
using TinyBertPipeline.Cli.Terminal;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Cli;

/// <summary>Where a verb's words go: data on standard output (one JSON document with <c>--json</c>), everything else on standard error.</summary>
/// <param name="arguments">The arguments of the verb.</param>
/// <param name="isOnDisk">
/// Whether the result is in files and what is printed only tells of it: then it is no error when that cannot be written.
/// </param>
internal sealed class CommandOutput(ParseResult arguments, bool isOnDisk = false)
{
    private static JsonNode? _document;

    public bool IsJson { get; } = arguments.GetValue(CommonOptions.Json);

    /// <summary>The command as it was typed.</summary>
    public string CommandLine { get; } = "tinybert " + string.Join(' ', arguments.Tokens.Select(token => token.Value));

    /// <summary>The surroundings of a training that this verb starts.</summary>
    public TrainingContext Training(ConsoleProgress progress) => new()
    {
        Progress = progress.Training,
        CommandLine = CommandLine,
        Replaces = arguments.GetValue(CommonOptions.Overwrite) ? Replacement.AllFiles : Replacement.SameRun,
    };

    public static void Note(string text) => Console.Error.WriteLine(text);

    public static void Warn(string text) => Console.Error.WriteLine("warning: " + text);

    /// <summary>
    /// Writes the verb's result once, in the form that was asked for. JSON waits for the verb's end, so that an error behind the result, such
    /// as a missed gate, is a part of the one document.
    /// </summary>
    public void Write<T>(T result, Func<Report> report)
    {
        if (IsJson)
        {
            _document = result as JsonNode ?? OptionsFile.ToJson(result);
            return;
        }
        try
        {
            ConsoleReport.Write(report());
        }
        catch (OutputLostException e) when (isOnDisk)
        {
            Warn(e.Message);
        }
    }

    /// <summary>Prints the JSON document of the verb, with the error when there was one.</summary>
    /// <exception cref="OutputLostException">It cannot be written.</exception>
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
