using System.CommandLine;
using System.Globalization;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Augmentation;
using TinyBertPipeline.Core.Data.Writing;
using TinyBertPipeline.Core.Reports;

namespace TinyBertPipeline.Cli.Commands.Data;

internal static class DataAugmentCommand
{
    private const int Shown = 5;

    public static Command Create()
    {
        var usual = new AugmentationOptions();
        Argument<string> file = new("file") { Description = "labelled file to train on" };
        Option<string> to = new("--out")
        {
            Description = "file for the sentences of the file and the new ones behind them",
            HelpName = "FILE",
            Required = true,
        };
        Option<int> copies = new("--copies")
        {
            Description = "new sentences tried for each with an entity",
            DefaultValueFactory = _ => usual.Copies,
        };
        Option<double> probability = new("--probability")
        {
            Description = "chance of each entity to be swapped; one of a sentence always is",
            DefaultValueFactory = _ => usual.Probability,
        };
        Option<int> seed = new("--seed") { Description = "seed of all choices", DefaultValueFactory = _ => usual.Seed };
        Command command = new("augment", """
            Make new sentences by swapping entities for others of their type in the file.
            Example: tinybert data augment train_data --out train_augmented --copies 2
            """) { file, to, copies, probability, seed };
        DataFile.AddTo(command);
        command.SetAction(arguments =>
        {
            var data = DataFile.Read(arguments, arguments.GetValue(file)!);
            var options = new AugmentationOptions
            {
                Copies = arguments.GetValue(copies),
                Probability = arguments.GetValue(probability),
                Seed = arguments.GetValue(seed),
            };
            var made = EntitySwap.Augment(data, options);
            var path = arguments.GetValue(to)!;
            SentenceWriter.Write(path, data.Sentences.Concat(made.Select(sentence => sentence.Sentence)), DataLayout.Columns);
            var examples = made.Take(Shown).Select(sentence =>
                new { line = sentence.Source.Line, before = Text(sentence.Source), after = Text(sentence.Sentence) }).ToArray();
            var (added, swapped) = (made.Count, made.Sum(sentence => sentence.Swapped));
            var text = string.Create(CultureInfo.InvariantCulture,
                $"{path}: {data.Sentences.Count} sentences and {added} new ones with {swapped} entities swapped");
            foreach (var example in examples)
                text += string.Create(CultureInfo.InvariantCulture, $"\n  line {example.line}: {example.before}\n    -> {example.after}");
            new CommandOutput(arguments, isOnDisk: true).Write(
                new { path, sentences = data.Sentences.Count, added, swapped, examples }, () => Report.OfCode(text));
        });
        return command;
    }

    private static string Text(LabeledSentence sentence) => string.Join(' ', sentence.Words);
}
