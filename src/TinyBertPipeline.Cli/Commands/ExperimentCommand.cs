using System.CommandLine;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Pipeline;
using TinyBertPipeline.Pipeline.Context;
using TinyBertPipeline.Pipeline.Experiments;

namespace TinyBertPipeline.Cli.Commands;

internal static class ExperimentCommand
{
    public static Command Create()
    {
        Argument<string> config = new("config") { Description = "experiment config, for example configs/experiment-retention-bc5cdr.json" };
        Option<bool> test = new("--test") { Description = "also score on test, once and with the final configuration" };
        Option<string?> results = new("--results")
        {
            Description = "folder of the result files (default: the config's, docs/results)",
            HelpName = "DIR",
        };
        Option<string[]> only = new("--only")
        {
            Description = "only these rows of the config, for example --only teacher full",
            HelpName = "VARIANT",
            AllowMultipleArgumentsPerToken = true,
        };
        Command command = new("experiment", """
            Teachers and students on data sets, with several seeds: F1, the share that students keep, table and plot.
            Each finished row is written at once; a later start goes on with what is missing, on any machine.
            Example: tinybert experiment configs/experiment-retention-bc5cdr.json --inputs ../shared
            """) { config, test, results, only, CommonOptions.Set, CommonOptions.Inputs };
        command.SetAction((arguments, cancellation) =>
        {
            var output = new CommandOutput(arguments, isOnDisk: true);
            var options = OptionsFile.Read<ExperimentOptions>(arguments.GetValue(config), arguments.GetValue(CommonOptions.Set));
            if (arguments.GetValue(results) is { } folder) options = options with { Results = folder };
            using var progress = new ConsoleProgress();
            var request = new ExperimentRequest
            {
                Test = arguments.GetValue(test),
                Only = arguments.GetValue(only)!,
                Print = report => output.Write(report.ToJson(), report.ToReport),
            };
            ExperimentRun.Run(options, request, new PipelineContext
            {
                InputsRoot = InputsRoot.Choose(arguments.GetValue(CommonOptions.Inputs)),
                CommandLine = output.CommandLine,
                Progress = progress,
            }, cancellation);
            return Task.CompletedTask;
        });
        return command;
    }
}
