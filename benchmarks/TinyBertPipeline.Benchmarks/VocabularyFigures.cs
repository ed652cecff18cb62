using System.Diagnostics;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Core.Tokenization.Training;

namespace TinyBertPipeline.Benchmarks;

/// <summary>
/// Trains vocabularies on raw text below the inputs root: all of it twice, for time and memory, and the reference's texts, for pieces a word
/// on held-out text beside the reference's vocabulary.
/// </summary>
internal static class VocabularyFigures
{
    public static void Write(string name)
    {
        var all = RelativeFiles("corpora").ToList();
        List<JsonObject> rows =
        [
            Measure("all corpora, twice", [.. all, .. all], 30_522, lowercase: true),   // first, so that the peak of memory is its own
            Measure("en, as reference/tokenizer/en-cased", ["corpora/en/masc", "corpora/en/wiki/part-00.txt", "corpora/en/biomedical/part-00.txt"],
                6_000, lowercase: false, "corpora/en/wiki/part-03.txt", "en-cased"),
            Measure("zh, as reference/tokenizer/zh", ["corpora/zh/wiki/part-00.txt", "corpora/zh/wiki/part-01.txt", "corpora/zh/laws"],
                6_000, lowercase: true, "corpora/zh/wiki/part-04.txt", "zh"),
        ];
        BenchmarkResult.Write(name, "dotnet run -c Release --project benchmarks/TinyBertPipeline.Benchmarks -- vocabulary docs/results/vocabulary",
            "Training a vocabulary",
            "Text read, counted and merged by `vocab train`'s trainer. Pieces a word on held-out text, beside those of the reference's vocabulary, "
            + "which Hugging Face's trainer made from the same text.",
            rows);
    }

    private static JsonObject Measure(
        string text, string[] inputs, int size, bool lowercase, string? heldOut = null, string? reference = null)
    {
        var options = new TokenizerOptions { Lowercase = lowercase };
        string[] files = [.. inputs.SelectMany(input => Directory.Exists(Input(input)) ? RelativeFiles(input) : [input]).Select(Input)];
        var watch = Stopwatch.StartNew();
        var trained = VocabularyTrainer.TrainOnFiles(files, new VocabularyTrainingOptions { Size = size, Tokenizer = options });
        var seconds = watch.Elapsed.TotalSeconds;
        using var process = Process.GetCurrentProcess();
        var own = heldOut is null ? null : PiecesPerWord(trained.Vocabulary, options, heldOut);
        var other = reference is null
            ? null
            : PiecesPerWord(Vocabulary.Load(Input($"reference/tokenizer/{reference}/vocab.txt")), options, heldOut!);
        return new JsonObject
        {
            ["text"] = text,
            ["size"] = size,
            ["megabytes"] = Math.Round(files.Sum(file => new FileInfo(file).Length) / 1e6, 1),
            ["seconds"] = Math.Round(seconds, 1),
            ["peakMegabytes"] = heldOut is null ? Math.Round(process.PeakWorkingSet64 / 1e6) : null,
            ["distinctWords"] = trained.DistinctWords,
            ["characters"] = trained.Characters,
            ["droppedCharacters"] = trained.Dropped.Count,
            ["piecesPerWord"] = own is { } pieces ? Math.Round(pieces, 4) : null,
            ["referencePiecesPerWord"] = other is { } theirs ? Math.Round(theirs, 4) : null,
        };
    }

    private static double? PiecesPerWord(Vocabulary vocabulary, TokenizerOptions options, string text)
    {
        var (tokenizer, buffer) = (new BertTokenizer(vocabulary, options), new PieceBuffer());
        long pieces = 0, words = 0;
        foreach (var line in File.ReadLines(Input(text)))
        {
            tokenizer.Encode(line, buffer);
            if (buffer.Count == 0) continue;
            pieces += buffer.Count;
            words += buffer.Pieces[^1].Word + 1;
        }
        return pieces / (double)words;
    }

    private static IEnumerable<string> RelativeFiles(string folder) => Directory.EnumerateFiles(Input(folder), "*.txt", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal).Select(file => Path.GetRelativePath(InputsRoot.Choose(null), file));

    private static string Input(string path) => InputsRoot.Resolve(path, InputsRoot.Choose(null));
}
