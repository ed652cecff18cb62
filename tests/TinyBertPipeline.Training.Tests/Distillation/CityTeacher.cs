using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Resuming;
using TinyBertPipeline.Training.Tests.FineTuning;

namespace TinyBertPipeline.Training.Tests.Distillation;

/// <summary>A tiny teacher of the toy task, trained once for a class of tests, and raw text of its words.</summary>
public sealed class CityTeacher : IDisposable
{
    private readonly CityData _data = new();
    private int _runs;

    public CityTeacher()
    {
        var options = _data.Options("teacher") with { Size = "3,24,4,48", Epochs = 12, LearningRate = 0.005 };
        DevF1 = FineTuningRun.Run(options, new SilentProgress(), default).Best.DevF1;
        Folder = options.Out;
        Raw = _data.Write("raw.txt", RawText());
    }

    public string Folder { get; }

    public string Raw { get; }

    public double DevF1 { get; }

    public string Train => _data.Train;

    public string Dev => _data.Dev;

    /// <summary>Settings of a short run into a new folder.</summary>
    public DistillationOptions Options() => new()
    {
        Teacher = Folder,
        Train = _data.Train,
        Dev = _data.Dev,
        Raw = [Raw],
        Out = _data.File(FormattableString.Invariant($"student-{_runs++}")),
        Student = "2,16,4,32",
        Pieces = 4000,
        InitializationPieces = 1000,
        BatchTokens = 128,
        Evaluations = 2,
        LearningRate = 0.003,
        Precision = TrainingPrecision.Float32,
        Checkpoints = new CheckpointOptions { Minutes = 0 },
    };

    public string Write(string name, string text) => _data.Write(name, text);

    public string File(string name) => _data.File(name);

    public void Dispose() => _data.Dispose();

    private static string RawText()
    {
        var random = new Random(3);
        string[] words = ["we", "went", "to", "from", "saw", "a", "house", "in", "then", "left", "oslo", "lima", "rome", "new"];
        return string.Concat(Enumerable.Range(0, 300).Select(_ => string.Join(' ', random.GetItems(words, random.Next(3, 12))) + "\n"));
    }
}
