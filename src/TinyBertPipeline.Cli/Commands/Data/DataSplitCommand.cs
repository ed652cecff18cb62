using System.CommandLine;
using System.Globalization;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Splitting;
using TinyBertPipeline.Core.Data.Writing;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Reports;

namespace TinyBertPipeline.Cli.Commands.Data;

internal static class DataSplitCommand
{
    public static Command Create()
    {
        var usual = new SplitOptions();
        Argument<string> file = new("file") { Description = "labelled file" };
        Option<string> folder = new("--out")
        {
            Description = "folder for train_data, dev_data and test_data",
            HelpName = "DIR",
            Required = true,
        };
        Option<double> dev = new("--dev") { Description = "share of sentences for dev_data", DefaultValueFactory = _ => usual.Dev };
        Option<double> test = new("--test")
        {
            Description = "share of sentences for test_data; 0 writes none",
            DefaultValueFactory = _ => usual.Test,
        };
        Option<bool> byDocument = new("--by-document") { Description = "keep documents whole (-DOCSTART-, # newdoc, a JSON record)" };
        Option<int> seed = new("--seed") { Description = "seed of equal choices", DefaultValueFactory = _ => usual.Seed };
        Command command = new("split", """
            Split a labelled file so that each part has its share of every type; sentences with the same words come into one part.
            Example: tinybert data split all.bioes --out data --dev 0.1 --test 0.1
            """) { file, folder, dev, test, byDocument, seed, CommonOptions.Overwrite };
        DataFile.AddTo(command);
        command.SetAction(arguments =>
        {
            var data = DataFile.Read(arguments, arguments.GetValue(file)!);
            var options = new SplitOptions
            {
                Dev = arguments.GetValue(dev),
                Test = arguments.GetValue(test),
                ByDocument = arguments.GetValue(byDocument),
                Seed = arguments.GetValue(seed),
            };
            var split = DataSplit.Of(data, options);
            var target = arguments.GetValue(folder)!;
            using var update = FolderUpdate.Begin(target, arguments.GetValue(CommonOptions.Overwrite));
            Part[] parts =
            [
                .. new[] { ("train_data", split.Train), ("dev_data", split.Dev), ("test_data", split.Test) }
                    .Where(part => part.Item2.Count > 0)
                    .Select(part => Write(update.Sub(part.Item1), part.Item2, options.ByDocument) with { Path = Path.Combine(target, part.Item1) }),
            ];
            update.Commit();
            new CommandOutput(arguments, isOnDisk: true).Write(new { parts }, () => Report.OfCode(string.Join('\n', parts.Select(part => part.ToText()))));
        });
        return command;
    }

    private static Part Write(string path, IReadOnlyList<LabeledSentence> sentences, bool byDocument)
    {
        SentenceWriter.Write(path, sentences, DataLayout.Columns, marksDocuments: byDocument);
        var types = sentences.SelectMany(sentence => EntityReader.ReadDefault(sentence.Labels)).CountBy(entity => entity.Type)
            .OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary();
        return new Part(path, sentences.Count, sentences.Sum(sentence => sentence.Words.Length), types);
    }

    private sealed record Part(string Path, int Sentences, int Words, IReadOnlyDictionary<string, int> Types)
    {
        public string ToText() => string.Create(CultureInfo.InvariantCulture,
            $"{Path}: {Sentences} sentences, {Words} words; {string.Join(", ", Types.Select(pair => $"{(pair.Key.Length == 0 ? "(unnamed)" : pair.Key)} {pair.Value}"))}");
    }
}
