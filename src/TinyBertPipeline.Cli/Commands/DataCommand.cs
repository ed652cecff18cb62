using System.CommandLine;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Reports;

namespace TinyBertPipeline.Cli.Commands;

internal static class DataCommand
{
    private const string TokenLabel = "columns";
    private const string UniversalNer = "universal-ner";

    public static Command Create() => new("data", "Check and convert labelled files.") { CreateCheck(), CreateConvert() };

    private static Command CreateCheck()
    {
        Argument<string[]> files = new("files") { Description = "labelled files, for example train, dev and test", Arity = ArgumentArity.OneOrMore };
        Option<bool> strict = new("--strict") { Description = "exit code 3 when a place is invalid" };
        var (scheme, format) = (DataArguments.Scheme, Format());
        Command command = new("check", """
            Count sentences, words and entities; detect the scheme; list invalid places; find sentences that files share.
            Example: tinybert data check train_data dev_data test_data
            """) { files, strict, scheme, format };
        command.SetAction(arguments =>
        {
            var check = DataCheck.Of([.. arguments.GetValue(files)!.Select(file => Read(file, arguments.GetValue(scheme), arguments.GetValue(format)!))]);
            new CommandOutput(arguments).Write(check, () => Report.OfCode(check.ToText()));
            if (arguments.GetValue(strict) && check.InvalidPlaces > 0)
            {
                var first = check.Files.First(file => file.Problems.Count > 0).Problems[0];
                throw new InvalidInputException(InputKind.Data, null, $"{check.InvalidPlaces} places are invalid, the first: {first}");
            }
        });
        return command;
    }

    private static Command CreateConvert()
    {
        Argument<string> file = new("file") { Description = "labelled file of any scheme" };
        Option<string> to = new("--out") { Description = "file to write", HelpName = "FILE", Required = true };
        Option<TagScheme> target = new("--to")
        {
            Description = "scheme to write: bioes, bio, iob1, bilou, bmes",
            DefaultValueFactory = _ => TagScheme.Bioes,
        };
        Option<bool> characters = new("--by-character") { Description = "make every character a word, as Chinese taggers take it" };
        var (scheme, format) = (DataArguments.Scheme, Format());
        Command command = new("convert", """
            Write a labelled file in its canonical form: UTF-8, a word and its label a line, a blank line after each sentence.
            Example: tinybert data convert train.char.bmes --out train.bioes
            """) { file, to, target, characters, scheme, format };
        command.SetAction(arguments =>
        {
            var data = Read(arguments.GetValue(file)!, arguments.GetValue(scheme), arguments.GetValue(format)!);
            Describe(data);
            if (arguments.GetValue(characters)) data = data.ByCharacter();
            var path = arguments.GetValue(to)!;
            LabeledFileWriter.Write(path, data.InScheme(arguments.GetValue(target)));
            new CommandOutput(arguments, isOnDisk: true).Write(
                new { path, scheme = arguments.GetValue(target), sentences = data.Sentences.Count, words = data.WordCount, repaired = data.Problems.Count },
                () => Report.Of($"{path}: {data.Sentences.Count} sentences, {data.WordCount} words"));
        });
        return command;
    }

    private static void Describe(LabeledData data)
    {
        CommandOutput.Note($"{data.Path}: {data.Sentences.Count} sentences, {data.WordCount} words, scheme {data.Scheme}");
        foreach (var problem in data.Problems.Take(10)) CommandOutput.Warn(problem.ToString());
        if (data.Problems.Count > 10) CommandOutput.Warn($"{data.Path}: {data.Problems.Count} invalid places in all");
    }

    private static Option<string> Format()
    {
        Option<string> format = new("--format")
        {
            Description = $"{TokenLabel} (word first, label last) or {UniversalNer} (CoNLL-U with entities)",
            DefaultValueFactory = _ => TokenLabel,
        };
        format.AcceptOnlyFromAmong(TokenLabel, UniversalNer);
        return format;
    }

    private static LabeledData Read(string path, TagScheme? scheme, string format) =>
        LabeledData.Read(path, format == UniversalNer ? LabeledFileFormat.UniversalNer : LabeledFileFormat.Default, scheme);
}
