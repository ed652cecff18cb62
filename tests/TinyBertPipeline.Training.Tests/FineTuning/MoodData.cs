using TinyBertPipeline.Core.Tasks.SequenceClassification;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Training.Tests.FineTuning;

/// <summary>A toy task for classifiers that a tiny model learns in seconds: what the weather word of a text says.</summary>
internal sealed class MoodData : IDisposable
{
    private static readonly string[] _words = ["we", "went", "to", "the", "sea", "and", "then", "home", "it", "was"];

    private static readonly (string Label, string[] Words)[] _moods =
        [("bad", ["rain", "storm", "cold"]), ("good", ["sun", "warm", "fine"]), ("neither", ["cloud", "mild", "grey"])];

    private readonly TemporaryFolder _folder = new();

    public MoodData()
    {
        Train = _folder.Write("train.csv", "text,label\n" + Lines(90, seed: 1));
        Dev = _folder.Write("dev.csv", "text,label\n" + Lines(30, seed: 2));
        var random = new Random(3);
        Raw = _folder.Write("raw.txt", string.Concat(Enumerable.Range(0, 200).Select(i => Text(random, _moods[i % 3].Words) + "\n")));
        var vocabulary = new Vocabulary(
            ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. _words, .. _moods.SelectMany(mood => mood.Words)]);
        new BertTokenizer(vocabulary, new TokenizerOptions()).Save(_folder.File("tokenizer"));
    }

    public string Train { get; }

    public string Dev { get; }

    public string Raw { get; }

    public string Tokenizer => _folder.File("tokenizer");

    public static IReadOnlyList<string> Labels { get; } = [.. _moods.Select(mood => mood.Label)];

    public FineTuningOptions Options(string name, int epochs = 20) => new()
    {
        Task = SequenceClassificationTask.TaskName,
        Size = "2,24,4,48",
        Tokenizer = Tokenizer,
        Train = Train,
        Dev = Dev,
        Out = _folder.File(name),
        Epochs = epochs,
        LearningRate = 0.01,
        Dropout = 0,
        BatchPieces = 128,
        Precision = TrainingPrecision.Float32,
        Checkpoints = new CheckpointOptions { Minutes = 0 },
    };

    public string File(string name) => _folder.File(name);

    public string Write(string name, string text) => _folder.Write(name, text);

    public void Dispose() => _folder.Dispose();

    private static string Lines(int count, int seed)
    {
        var random = new Random(seed);
        return string.Concat(Enumerable.Range(0, count).Select(i => $"{Text(random, _moods[i % 3].Words)},{_moods[i % 3].Label}\n"));
    }

    private static string Text(Random random, string[] mood)
    {
        var words = random.GetItems(_words, random.Next(2, 6)).ToList();
        words.Insert(random.Next(words.Count), mood[random.Next(mood.Length)]);
        return string.Join(' ', words);
    }
}
