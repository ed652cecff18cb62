using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Training.Tests.FineTuning;

/// <summary>A toy task that a tiny model learns in seconds: capital letters are cities, two in a row one city of two words.</summary>
internal sealed class CityData : IDisposable
{
    private static readonly string[] _words = ["we", "went", "to", "from", "saw", "a", "house", "in", "then", "left"];
    private static readonly string[] _cities = ["oslo", "lima", "rome", "bonn", "kyiv"];

    private readonly TemporaryFolder _folder = new();

    public CityData()
    {
        Train = _folder.Write("train_data", Sentences(60, seed: 1));
        Dev = _folder.Write("dev_data", Sentences(15, seed: 2));
        var vocabulary = new Vocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. _words, .. _cities, "new"]);
        new BertTokenizer(vocabulary, new TokenizerOptions()).Save(Tokenizer);
    }

    public string Train { get; }

    public string Dev { get; }

    public string Tokenizer => _folder.File("tokenizer");

    public FineTuningOptions Options(string name, int epochs = 6) => new()
    {
        Size = "1,16,2,32",
        Tokenizer = Tokenizer,
        Train = Train,
        Dev = Dev,
        Out = _folder.File(name),
        Epochs = epochs,
        LearningRate = 0.02,
        BatchPieces = 64,
        Precision = TrainingPrecision.Float32,
        Checkpoints = new CheckpointOptions { Minutes = 0 },
    };

    /// <summary>The training sentences in the labels of another scheme.</summary>
    public string TrainIn(TagScheme scheme) =>
        _folder.Write($"train-{scheme}", string.Concat(LabeledData.Read(Train).InScheme(scheme).Select(
        sentence => string.Concat(sentence.Words.Zip(sentence.Labels, (word, label) => $"{word} {label}\n")) + "\n")));

    public string File(string name) => _folder.File(name);

    public string Write(string name, string text) => _folder.Write(name, text);

    public void Dispose() => _folder.Dispose();

    private static string Sentences(int count, int seed)
    {
        var random = new Random(seed);
        return string.Concat(Enumerable.Range(0, count).Select(_ =>
            string.Concat(Enumerable.Range(0, random.Next(3, 9)).Select(_ => Words(random))) + "\n"));
    }

    private static string Words(Random random) => random.Next(5) switch
    {
        0 => $"{_cities[random.Next(_cities.Length)]} S-CITY\n",
        1 => $"new B-CITY\n{_cities[random.Next(_cities.Length)]} E-CITY\n",
        _ => $"{_words[random.Next(_words.Length)]} O\n",
    };
}
