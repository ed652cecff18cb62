using System.Text.Json.Nodes;
using TinyBertPipeline.Core;

namespace TinyBertPipeline.Cli;

/// <summary>Prints an error: a message for bad input, a stack trace for a bug, one JSON document with <c>--json</c>.</summary>
internal static class ErrorReport
{
    public static int Write(Exception exception, bool json)
    {
        var code = ExitCode.Of(exception);
        Console.Error.WriteLine(code == ExitCode.Bug ? $"bug: {exception}" : $"error: {exception.Message}");
        if (json) CommandOutput.WriteDocument(ToJson(exception, code));
        return code;
    }

    private static JsonObject ToJson(Exception exception, int code)
    {
        var error = new JsonObject { ["exitCode"] = code, ["message"] = exception.Message };
        if (exception is InvalidInputException { File: { } file }) error["file"] = file;
        if (exception is InvalidInputException { Line: { } line }) error["line"] = line;
        return error;
    }
}
