using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Pretraining.Recipe;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Training.Tests.Pretraining;

/// <summary>A language that is learnt in seconds: all words of a document are of one of four subjects.</summary>
internal sealed class TextData : IDisposable
{
    private const int WordsOfSubject = 3;

    private static readonly string[] _words =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    private readonly TemporaryFolder _folder = new();

    public TextData()
    {
        Raw = _folder.Write("texts.txt", Text(300, seed: 1));
        new BertTokenizer(Vocabulary, new TokenizerOptions()).Save(Tokenizer);
    }

    public static Vocabulary Vocabulary { get; } = new(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. _words, "##teen", "."]);

    public string Raw { get; }

    public string Tokenizer => _folder.File("tokenizer");

    public PretrainingOptions Options(string name) => new()
    {
        Size = "1,16,2,32",
        Tokenizer = Tokenizer,
        Raw = [Raw],
        Out = _folder.File(name),
        Pieces = 40 * 256,
        Length = 32,
        BatchPieces = 256,
        LearningRate = 0.02,
        Evaluations = 4,
        Precision = TrainingPrecision.Float32,
        Checkpoints = new CheckpointOptions { Minutes = 0 },
    };

    public string File(string name) => _folder.File(name);

    public string Write(string name, string text) => _folder.Write(name, text);

    public void Dispose() => _folder.Dispose();

    /// <summary>Documents of six to twelve lines, each of one or two sentences.</summary>
    public static string Text(int documents, int seed)
    {
        var random = new Random(seed);
        return string.Join("\n\n", Enumerable.Range(0, documents).Select(_ => Document(random)));
    }

    private static string Document(Random random)
    {
        var subject = random.Next(_words.Length / WordsOfSubject) * WordsOfSubject;
        return string.Join('\n', Enumerable.Range(0, random.Next(6, 13)).Select(_ =>
            string.Join(' ', Enumerable.Range(0, random.Next(1, 3)).Select(_ => Sentence(subject, random)))));
    }

    private static string Sentence(int subject, Random random) =>
        string.Join(' ', Enumerable.Range(0, random.Next(3, 10)).Select(_ => _words[subject + random.Next(WordsOfSubject)])) + ".";
}
