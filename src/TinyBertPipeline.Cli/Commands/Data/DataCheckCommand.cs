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
        Argument<string[]> files = new("files")
        {
            Description = "labelled files, for example train, dev and test",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<bool> strict = new("--strict") { Description = "exit code 3 when a place is invalid" };
        Command command = new("check", """
            Count sentences, words and entities; detect the scheme; list every place that cannot be read, breaks the scheme or looks wrong:
            sentences twice or in several files, types that the first file lacks, words of mixed scripts. The first file is the one to train on.
            Example: tinybert data check train_data dev_data test_data
            """) { files, strict };
        DataFile.AddTo(command);
        command.SetAction(arguments =>
        {
            var check = DataCheck.Read(arguments.GetValue(files)!, DataFile.Format(arguments), arguments.GetValue(DataArguments.Scheme));
            foreach (var file in check.Files) DataFile.Describe(file.File, file.Notes, file.Warnings);
            new CommandOutput(arguments).Write(check, () => Report.OfCode(check.ToText()));
            check.ThrowIfUnreadable();
            if (arguments.GetValue(strict) && check.InvalidPlaces > 0)
            {
                var first = check.Files.First(file => file.Problems.Count > 0).Problems[0];
                throw new InvalidInputException(InputKind.Data, null, $"{check.InvalidPlaces} places are invalid, the first: {first}");
            }
        });
        return command;
    }
}
