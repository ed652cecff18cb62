using System.CommandLine;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;
using TinyBertPipeline.Core.Reports;

namespace TinyBertPipeline.Cli.Commands.Data;

internal static class DataCheckCommand
{
    public static Command Create()
    {
        Argument<string[]> files = new("files") { Description = "labelled files, for example train, dev and test", Arity = ArgumentArity.OneOrMore };
        Option<bool> strict = new("--strict") { Description = "exit code 3 when a place is invalid" };
        Command command = new("check", """
            Count sentences, words and entities; detect the scheme; list invalid places; find sentences that files share.
            Example: tinybert data check train_data dev_data test_data
            """) { files, strict };
        DataFile.AddTo(command);
        command.SetAction(arguments =>
        {
            var check = DataCheck.Of([.. arguments.GetValue(files)!.Select(file => DataFile.Read(arguments, file))]);
            new CommandOutput(arguments).Write(check, () => Report.OfCode(check.ToText()));
            if (arguments.GetValue(strict) && check.InvalidPlaces > 0)
            {
                var first = check.Files.First(file => file.Problems.Count > 0).Problems[0];
                throw new InvalidInputException(InputKind.Data, null, $"{check.InvalidPlaces} places are invalid, the first: {first}");
            }
        });
        return command;
    }
}
