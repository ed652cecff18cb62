using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Core.Tokenization.Training;
using TinyBertPipeline.Pipeline.Reports;

namespace TinyBertPipeline.Cli.Commands;

internal static class VocabCommand
{
    private const int LeastPieces = 6;   // the control pieces and a character

    public static Command Create() => new("vocab", "Make a WordPiece vocabulary from raw text.") { CreateTrain() };

    private static Command CreateTrain()
    {
        Argument<string[]> files = new("files")
        {
            Description = "raw text in UTF-8, a paragraph a line: .txt files, or folders of them at any depth",
            Arity = ArgumentArity.OneOrMore,
        };
        var defaults = new VocabularyTrainingOptions();
        Option<int> size = new("--size") { Description = "pieces, the five control pieces included", DefaultValueFactory = _ => defaults.Size };
        Option<string> to = new("--out")
        {
            Description = "folder for vocab.txt, tokenizer.json and tokenizer_config.json",
            HelpName = "DIR",
            DefaultValueFactory = _ => "artifacts/vocabulary",
        };
        Option<bool> cased = new("--cased") { Description = "keep capitals and accents (else text is lower-cased and accents are stripped)" };
        Option<bool> chinese = new("--chinese")
        {
            Description = "every Chinese character is a word, as in every published BERT; --chinese false merges them like letters",
            DefaultValueFactory = _ => true,
        };
        Option<int> minCount = new("--min-count")
        {
            Description = "pieces that stand together less often are not merged",
            DefaultValueFactory = _ => defaults.MinCount,
        };
        Option<int?> alphabet = new("--alphabet") { Description = "most characters that get pieces (default: all of the text)" };
        Option<string[]> heldOut = new("--held-out")
        {
            Description = "text that was not trained on: count the pieces its words fall into",
            HelpName = "PATH",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string?> reference = new("--reference") { Description = "folder of another tokenizer to count beside", HelpName = "DIR" };
        AtLeast(size, LeastPieces);
        AtLeast(minCount, 1);
        AtLeast(alphabet, 1);
        Command command = new("train", """
            Control pieces, every character, then what merging the most frequent pair of pieces gives, until there are as many as wanted.
            The same text gives the same vocabulary. Hugging Face's libraries load the folder; in a config it is the key "tokenizer".
            Examples: tinybert vocab train texts --size 30522 --out artifacts/vocabulary
                      tinybert vocab train news.txt law.txt --size 8000 --cased
                      tinybert vocab train zh --size 21128 --chinese
            """)
        {
            files, size, to, cased, chinese, minCount, alphabet, heldOut, reference, CommonOptions.Report, CommonOptions.Overwrite,
        };
        command.SetAction((arguments, cancellation) =>
        {
            var options = new VocabularyTrainingOptions
            {
                Size = arguments.GetValue(size),
                MinCount = arguments.GetValue(minCount),
                Alphabet = arguments.GetValue(alphabet),
                Tokenizer = new TokenizerOptions
                {
                    Lowercase = !arguments.GetValue(cased),
                    TokenizeChineseCharacters = arguments.GetValue(chinese),
                },
            };
            var start = Stopwatch.GetTimestamp();
            using var progress = new VocabularyProgress();
            var folder = arguments.GetValue(to)!;
            var overwrite = arguments.GetValue(CommonOptions.Overwrite);
            WrittenFiles.ThrowIfForeign(folder, BertTokenizer.FileNames, overwrite);
            var trained = VocabularyTrainer.TrainOnFiles(arguments.GetValue(files)!, options, progress, cancellation);
            var tokenizer = new BertTokenizer(trained.Vocabulary, options.Tokenizer);
            using var update = FolderUpdate.Begin(folder, overwrite);
            tokenizer.Save(update.Folder);
            update.Commit();
            var summary = VocabularySummary.Of(trained, folder);
            var output = new CommandOutput(arguments, isOnDisk: true);
            if (arguments.GetValue(CommonOptions.Report) is { } report)
            {
                var row = Row(summary, Stopwatch.GetElapsedTime(start), arguments.GetValue(files)!);
                var other = arguments.GetValue(reference) is { } otherFolder ? BertTokenizer.Load(otherFolder) : null;
                if (other is not null) row["sharedPieces"] = tokenizer.Vocabulary.Pieces.Intersect(other.Vocabulary.Pieces).Count();
                if (arguments.GetValue(heldOut) is { Length: > 0 } texts) AddFit(row, tokenizer, other, texts);
                VocabularyReport.Add(report, output.CommandLine, row);
            }
            output.Write(summary, () => Report.OfCode(summary.ToText()));
            return Task.CompletedTask;
        });
        return command;
    }

    private static JsonObject Row(VocabularySummary summary, TimeSpan time, string[] files)
    {
        using var process = Process.GetCurrentProcess();
        return new JsonObject
        {
            ["vocabulary"] = Path.GetFileName(Path.TrimEndingDirectorySeparator(summary.Folder)),
            ["size"] = summary.Size,
            ["megabytes"] = Math.Round(RawTextReader.FindFiles(files).Sum(file => new FileInfo(file).Length) / 1e6, 1),
            ["words"] = summary.Words,
            ["seconds"] = Math.Round(time.TotalSeconds, 1),
            ["cpuSeconds"] = Math.Round(process.TotalProcessorTime.TotalSeconds, 1),
            ["peakMegabytes"] = Math.Round(process.PeakWorkingSet64 / 1e6),
        };
    }

    private static void AddFit(JsonObject row, BertTokenizer tokenizer, BertTokenizer? reference, string[] texts)
    {
        var own = PiecesPerWord.Measure(tokenizer, texts);
        (row["piecesPerWord"], row["unknown"]) = (Math.Round(own.Mean, 5), own.Unknown);
        if (reference is null) return;
        var other = PiecesPerWord.Measure(reference, texts);
        (row["referencePiecesPerWord"], row["referenceUnknown"]) = (Math.Round(other.Mean, 5), other.Unknown);
    }

    private static void AtLeast<T>(Option<T> option, int least) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<T>() is int value && value < least) result.AddError($"{option.Name} is {value}; it is at least {least}");
    });
}
