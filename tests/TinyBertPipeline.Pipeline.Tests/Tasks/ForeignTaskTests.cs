using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.Known;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Pipeline.Conversion;
using TinyBertPipeline.Pipeline.Engines;
using TinyBertPipeline.Pipeline.Evaluation;
using TinyBertPipeline.Pipeline.Parity;
using TinyBertPipeline.Pipeline.Prediction;
using TinyBertPipeline.Pipeline.Quantization;
using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Pipeline.Tests.Tasks;

/// <summary>A task that lives in this project alone goes the whole way, so a new task needs nothing but its own folders and its line in the list.</summary>
public sealed class ForeignTaskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _data;

    public ForeignTaskTests()
    {
        TaskList.Add(new QuestionTask());
        string[] subjects = ["the dog", "a bird", "our house", "the sea", "my friend"];
        _data = _folder.Write("questions", string.Concat(subjects.Select(subject => $"? is {subject} here\n! {subject} is here\n? was {subject} cold\n! {subject} was cold\n")));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AFileBecomesATeacherAStudentAnExportAndAnswersOfEveryEngine()
    {
        var teacher = FineTuneTeacher();
        var student = _folder.File("student");
        DistillationRun.Run(
            new DistillationOptions { Teacher = teacher, Train = _data, Dev = _data, Size = "1,16,2,24", Pieces = 20_000, LearningRate = 1e-2, Precision = TrainingPrecision.Float32, Out = student },
            new TrainingContext());

        foreach (var folder in new[] { teacher, student })
        {
            var bundle = Bundle.Open(folder);
            Assert.IsType<QuestionTask>(bundle.Task);
            ExportRun.Run(bundle);
            ConversionRun.Run(bundle, new ConversionOptions());
            var data = EvaluationRun.Read(bundle, _data, new DataOptions(), NoMessages.Instance);
            var parity = ParityRun.Run(bundle, data, EngineName.Float, new EngineSettings());
            Assert.Equal("rightAnswers", parity.Metric);
            Assert.True(parity.LabelsEqual);
            parity.ThrowIfAbove(1e-4);
            Assert.Equal(bundle.ReadRun()!.Scores!["devRightAnswers"], EvaluationRun.Run(bundle, data, EngineName.Torch, new EngineSettings()).Score.Value);
        }

        var quantized = QuantizationRun.Run(Bundle.Open(student), new QuantizationOptions { Calibration = _data, RefuseAbove = 1, Activations = IntegerChoice.U8 }, new EngineSettings());
        quantized.ThrowIfMissed();
        Assert.Equal("rightAnswers", quantized.Metric);
    }

    [Fact]
    public void ATextIsAnsweredInTheTasksOwnWords()
    {
        var bundle = Bundle.Open(FineTuneTeacher());
        ExportRun.Run(bundle);
        using var run = PredictionRun.Open(bundle, EngineFactory.Onnx, new EngineSettings());
        Assert.True((bool)run.Predict("is my friend here").ToJson()["asked"]!);
        Assert.Equal("!", run.Predict("my friend is here").ToRows()[0][0]);
    }

    private string FineTuneTeacher()
    {
        var (tokenizer, teacher) = (_folder.File("tokenizer"), _folder.File("teacher"));
        string[] words = [.. File.ReadAllText(_data).Split([' ', '\n', '?', '!'], StringSplitOptions.RemoveEmptyEntries).Distinct()];
        new BertTokenizer(new Vocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. words]), new TokenizerOptions()).Save(tokenizer);
        FineTuningRun.Run(
            new FineTuningOptions { Task = QuestionTask.TaskName, Size = "2,24,2,48", Tokenizer = tokenizer, Train = _data, Dev = _data, Epochs = 30, LearningRate = 1e-2, Precision = TrainingPrecision.Float32, Out = teacher },
            new TrainingContext());
        return teacher;
    }
}
