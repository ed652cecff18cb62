using System.CommandLine;
using System.Globalization;
using TinyBertPipeline.Core;

namespace TinyBertPipeline.Cli;

/// <summary>Parses the arguments, runs the verb, and is the one place that turns exceptions into exit codes.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args, Command[] verbs, Interruption interruption)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var root = new RootCommand("From text and a BERT teacher to a fast named-entity tagger on a CPU.\nExit codes: " + ExitCode.Legend);
        foreach (var verb in verbs) root.Subcommands.Add(verb);
        root.Options.Add(CommonOptions.Json);

        var parsed = root.Parse(args);
        var json = args.Contains("--json");
        if (parsed.Errors.Count > 0)
        {
            var message = string.Join("\n", parsed.Errors.Select(error => error.Message));
            return ErrorReport.Write(new InvalidInputException(InputKind.Configuration, null, $"{message}\n(see tinybert {parsed.CommandResult.Command.Name} --help)"), json, parsed.CommandResult.Command);
        }
        try
        {
            var code = await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interruption.Token);
            CommandOutput.WriteDocument(error: null);
            return code;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("interrupted; start the same command again to go on");
            return interruption.ExitCode;
        }
        catch (IOException e) when (e.Message.Contains("Broken pipe", StringComparison.Ordinal))
        {
            return ExitCode.Ok;   // the reader of a pipe closed it: it has what it wanted
        }
        catch (Exception e)
        {
            return ErrorReport.Write(e, json, parsed.CommandResult.Command);
        }
    }
}
