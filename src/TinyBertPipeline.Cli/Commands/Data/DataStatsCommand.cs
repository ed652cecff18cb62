using System.CommandLine;
using TinyBertPipeline.Core.Data.Statistics;
using TinyBertPipeline.Core.Reports;

namespace TinyBertPipeline.Cli.Commands.Data;

internal static class DataStatsCommand
{
    public static Command Create()
    {
        Argument<string[]> files = new("files") { Description = "labelled files", Arity = ArgumentArity.OneOrMore };
        Option<string?> tokenizer = new("--tokenizer")
        {
            Description = "folder with a tokenizer: counts pieces per word and what its vocabulary lacks",
            HelpName = "DIR",
        };
        Command command = new("stats", """
            Count words, sentences and entities of each type, their lengths, and with a tokenizer the pieces of words.
            Example: tinybert data stats train_data dev_data --tokenizer artifacts/teacher
            """) { files, tokenizer };
        DataFile.AddTo(command);
        command.SetAction(arguments =>
        {
            DataStatistics[] statistics =
            [
                .. arguments.GetValue(files)!.Select(file => DataStatistics.Of(
                    DataFile.Read(arguments, file), arguments.GetValue(tokenizer))),
            ];
            new CommandOutput(arguments).Write(new { files = statistics },
                () => Report.OfCode(string.Join('\n', statistics.Select(file => file.ToText()))));
        });
        return command;
    }
}
