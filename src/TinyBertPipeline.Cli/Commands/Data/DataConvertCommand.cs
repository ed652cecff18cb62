using System.CommandLine;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Writing;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Reports;

namespace TinyBertPipeline.Cli.Commands.Data;

internal static class DataConvertCommand
{
    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "labelled file of any layout and scheme" };
        Option<string> to = new("--out") { Description = "file to write", HelpName = "FILE", Required = true };
        Option<TagScheme> target = new("--to") { Description = "scheme to write", DefaultValueFactory = _ => TagScheme.Bioes };
        target.AcceptOnlyFromAmong([.. Enum.GetNames<TagScheme>().Where(name => name != nameof(TagScheme.Mixed)).Select(name => name.ToLowerInvariant())]);
        var layout = DataLayoutArgument.Layout();
        var offsets = DataLayoutArgument.Offsets();
        Option<bool> characters = new("--by-character") { Description = "make every character a word, as Chinese taggers take it" };
        Command command = new("convert", """
            Write a labelled file in another layout or scheme; without options in its canonical form: UTF-8, a word and its BIOES label a line, a
            blank line after each sentence.
            Example: tinybert data convert export.jsonl --out train.bioes
            Example: tinybert data convert train.bioes --out train.jsonl --layout doccano
            """) { file, to, target, layout, offsets, characters };
        DataFile.AddTo(command);
        command.SetAction(arguments =>
        {
            var data = DataFile.Read(arguments, arguments.GetValue(file)!);
            if (arguments.GetValue(characters)) data = data.ByCharacter();
            var path = arguments.GetValue(to)!;
            var written = DataLayoutArgument.LayoutOf(arguments, layout);
            var hasSpans = SentenceWriter.HasSpans(written);
            SentenceWriter.Write(path, hasSpans ? data.Sentences
                : data.InScheme(arguments.GetValue(target)), written, DataLayoutArgument.UnitOf(arguments, offsets));
            new CommandOutput(arguments, isOnDisk: true).Write(
                new
                {
                    path,
                    layout = written,
                    scheme = hasSpans ? (TagScheme?)null : arguments.GetValue(target),
                    sentences = data.Sentences.Count,
                    words = data.WordCount,
                    repaired = data.Problems.Count,
                },
                () => Report.Of($"{path}: {data.Sentences.Count} sentences, {data.WordCount} words"));
        });
        return command;
    }
}
