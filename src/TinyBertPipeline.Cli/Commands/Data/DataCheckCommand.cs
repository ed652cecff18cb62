using System.CommandLine;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Pipeline.Suspects;
using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Cli.Commands.Data;

internal static class DataCheckCommand
{
    private const int UsualShown = 50;

    private static readonly SuspectOptions _usual = new() { Model = "" };

    public static Command Create()
    {
        Argument<string[]> files = new("files")
        {
            Description = "labelled files, for example train, dev and test",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string?> suspect = new("--suspect")
        {
            Description = "rank likely label errors of the first file instead: models are trained from this BERT folder on parts of the file "
                + "and judge the part that they have not seen",
            HelpName = "MODEL",
        };
        Option<int> folds = new("--folds") { Description = "with --suspect: parts of the file", DefaultValueFactory = _ => _usual.Folds };
        Option<int> epochs = new("--epochs") { Description = "with --suspect: passes of each training", DefaultValueFactory = _ => _usual.Epochs };
        Option<int> shown = new("--top") { Description = "with --suspect: places that are shown", DefaultValueFactory = _ => UsualShown };
        Option<bool> strict = new("--strict") { Description = "exit code 3 when a place is invalid" };
        Command command = new("check", """
            Count sentences, words and entities; detect the scheme; list every place that cannot be read, breaks the scheme or looks wrong:
            sentences twice or in several files, types that the first file lacks, words of mixed scripts. The first file is the one to train on.
            Example: tinybert data check train_data dev_data test_data
                     tinybert data check train_data --suspect models/bert-base-uncased
            """) { files, strict, suspect, folds, epochs, shown };
        DataFile.AddTo(command);
        command.SetAction((arguments, cancellation) =>
        {
            if (arguments.GetValue(suspect) is { } model)
            {
                var options = new SuspectOptions { Model = model, Folds = arguments.GetValue(folds), Epochs = arguments.GetValue(epochs) };
                Judge(arguments, options, arguments.GetValue(shown), arguments.GetValue(files)![0], cancellation);
                return Task.CompletedTask;
            }
            var check = DataCheck.Read(arguments.GetValue(files)!, DataFile.Format(arguments), arguments.GetValue(DataArguments.Scheme));
            foreach (var file in check.Files) DataFile.Describe(file.File, file.Notes, file.Warnings);
            new CommandOutput(arguments).Write(check, () => Report.OfCode(check.ToText()));
            check.ThrowIfUnreadable();
            if (arguments.GetValue(strict) && check.InvalidPlaces > 0)
            {
                var first = check.Files.First(file => file.Problems.Count > 0).Problems[0];
                throw new InvalidInputException(InputKind.Data, null, $"{check.InvalidPlaces} places are invalid, the first: {first}");
            }
            return Task.CompletedTask;
        });
        return command;
    }

    private static void Judge(ParseResult arguments, SuspectOptions options, int shown, string file, CancellationToken cancellation)
    {
        var (output, data) = (new CommandOutput(arguments), DataFile.Read(arguments, file));
        using var progress = new ConsoleProgress();
        var report = SuspectRun.Run(data, options, new TrainingContext { Progress = progress.Training, CommandLine = output.CommandLine }, cancellation);
        output.Write(report, () => report.ToReport(shown));
    }
}
