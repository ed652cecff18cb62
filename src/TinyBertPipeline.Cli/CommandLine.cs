using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using TinyBertPipeline.Cli.Terminal;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Cli;

/// <summary>Parses the arguments, runs the verb, and is the one place that turns exceptions into exit codes.</summary>
internal static class CommandLine
{
    // A text that begins with @ is a text, not the name of a file with arguments.
    private static readonly ParserConfiguration _parsing = new() { ResponseFileTokenReplacer = null };

    // What they did is kept and found again.
    private static readonly string[] _resumable = ["run", "experiment", "pretrain", "finetune", "distill"];

    public static async Task<int> RunAsync(string[] args, Command[] verbs, Interruption interruption)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var root = new RootCommand("From text and a BERT teacher to a fast named-entity tagger on a CPU.\nExit codes: " + ExitCode.Legend);
        foreach (var verb in verbs) root.Subcommands.Add(verb);
        root.Options.Add(CommonOptions.Json);
        root.Options.Add(CommonOptions.Verbose);
        StrictValues.Apply(root, args);

        var (json, command) = (args.Contains("--json"), (Command)root);
        try
        {
            var parsed = root.Parse(args, _parsing);
            (json, command) = (IsJsonAsked(parsed), parsed.CommandResult.Command);
            interruption.Report = () => ReportInterruption(command, interruption.ExitCode, json);
            UsageFaults.ThrowIfAny(parsed);
            OutputFiles.ThrowIfRead(parsed.CommandResult);
            UserText.IsShown = parsed.GetValue(CommonOptions.Verbose);
            var code = await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interruption.Token);
            if (!interruption.TryEnd()) await Task.Delay(Timeout.Infinite);
            CommandOutput.WriteDocument(error: null);
            return code;
        }
        catch (Exception e) when (ExitCode.Cause(e) is OperationCanceledException && interruption.Token.IsCancellationRequested)
        {
            if (!interruption.TryEnd()) await Task.Delay(Timeout.Infinite);
            ReportInterruption(command, interruption.ExitCode, json);
            return interruption.ExitCode;
        }
        catch (OutputLostException e) when (e.IsReaderGone)
        {
            return ExitCode.Ok;   // it has what it wanted
        }
        catch (Exception e)
        {
            _ = interruption.TryEnd();
            return ErrorReport.Write(e, json, command);
        }
        finally
        {
            if (UserText.WasHidden) CommandOutput.Note("(--verbose shows the texts)");
            TemporaryPaths.RemoveAll();
        }
    }

    // Also where another argument is wrong, and this one's value with it.
    private static bool IsJsonAsked(ParseResult parsed) =>
        parsed.GetResult(CommonOptions.Json) is { Implicit: false } json && json.Tokens is not [{ Value: "false" or "False" }];

    private static void ReportInterruption(Command command, int exitCode, bool json)
    {
        var message = _resumable.Contains(command.Name) ? "interrupted; start the same command again to go on" : "interrupted";
        Console.Error.WriteLine(message);
        if (json) ErrorReport.WriteDocument(new JsonObject { ["exitCode"] = exitCode, ["message"] = message });
    }
}
