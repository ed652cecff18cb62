using System.CommandLine;
using System.Text.Json.Nodes;
using TinyBertPipeline.Cli.Terminal;
using TinyBertPipeline.Core;
using TinyBertPipeline.Training;

namespace TinyBertPipeline.Cli;

/// <summary>Prints an error: a message for bad input, a stack trace for a bug, one JSON document with <c>--json</c>.</summary>
internal static class ErrorReport
{
    /// <param name="exception">What ended the verb.</param>
    /// <param name="json">Whether the verb was asked for JSON.</param>
    /// <param name="verb">The verb, for the words of the remedy.</param>
    public static int Write(Exception exception, bool json, Command verb)
    {
        var code = ExitCode.Of(exception);
        exception = ExitCode.Cause(exception);
        var remedy = RemedyOf(exception) is { } known ? RemedyText.Of(known, verb) : null;
        Console.Error.WriteLine(code == ExitCode.Bug ? $"bug: {exception}" : $"error: {MessageOf(exception)}");
        if (remedy is not null) Console.Error.WriteLine($"remedy: {remedy}");
        if (json) WriteDocument(ToJson(exception, code, remedy));
        return code;
    }

    /// <summary>Prints the JSON document of the verb with an error; where that cannot be written, the exit code still tells of the error.</summary>
    public static void WriteDocument(JsonObject error)
    {
        try
        {
            CommandOutput.WriteDocument(error);
        }
        catch (OutputLostException e)
        {
            CommandOutput.Warn(e.Message);
        }
    }

    // libtorch adds the native frames, a line each.
    private static string MessageOf(Exception exception) => LibTorch.IsOutOfMemory(exception)
        ? $"{exception.Message.Split('\n')[0].Trim()} (a smaller batchPieces, window or model needs less)"
        : exception.Message;

    private static Remedy? RemedyOf(Exception exception) =>
        (exception as InvalidInputException)?.Remedy ?? (exception as EnvironmentException)?.Remedy;

    private static JsonObject ToJson(Exception exception, int code, string? remedy)
    {
        var error = new JsonObject { ["exitCode"] = code, ["message"] = MessageOf(exception) };
        if (remedy is not null) error["remedy"] = remedy;
        if (exception is InvalidInputException { File: { } file }) error["file"] = file;
        if (exception is InvalidInputException { Line: { } line }) error["line"] = line;
        return error;
    }
}
