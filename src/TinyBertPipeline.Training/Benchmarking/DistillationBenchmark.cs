using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.Distillation.Objectives;
using TinyBertPipeline.Training.Distillation.Text;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Modeling;
using TorchSharp;

namespace TinyBertPipeline.Training.Benchmarking;

/// <summary>Measures the speed of the recipe's joint stage: teacher without gradients, hidden states, attention scores, predictions.</summary>
public static class DistillationBenchmark
{
    /// <summary>
    /// Distils on the same sentences with the product's loop and, when asked for, with a plain one, in turns. The model of the options' fine-tuning
    /// is the teacher; neither it nor the student need be trained for their speed.
    /// </summary>
    /// <exception cref="InvalidInputException">The options, the model or the training file are wrong.</exception>
    /// <exception cref="EnvironmentException">libtorch is missing.</exception>
    public static IReadOnlyList<TrainingSpeed> Run(TrainingBenchmarkOptions options, CancellationToken cancellation = default)
    {
        LibTorch.EnsureLoaded();
        var settings = options.FineTuning with { Dev = options.FineTuning.Train };
        var inputs = FineTuningInputs.Read(settings);
        var maxPieces = Math.Min(settings.MaxLength, inputs.Config.MaxPositions);
        var sequences = TrainingSentences.Encode(inputs.Train.Sentences.Take(options.Sentences), new SentenceEncoder(inputs.Tokenizer, maxPieces), inputs.Labels);
        var useBFloat16 = PrecisionChoice.UseBFloat16(settings.Precision, inputs.Config);
        var batchTokens = new DistillationOptions().BatchTokens;

        using var models = new Pair(inputs, settings, options.Student, useBFloat16);
        using var optimizer = new AdamW(new AdamWOptions(), models.Trained);
        using var objective = models.Objective(inputs, dropout: null, padTo: 0);
        var batches = LengthBuckets.Shuffle(sequences, sequence => sequence.Ids.Length, batchTokens, new Random(settings.Seed));
        var product = new MeasuredLoop<TextSequence[]>(objective, batches, () => optimizer.Step(1e-5));
        if (!options.ComparePlain)
        {
            FineTuningBenchmark.TakeTurns([product], options.Passes, cancellation);
            return [product.Speed("distillation", "product", FineTuningBenchmark.Name(useBFloat16))];
        }

        using var plainModels = new Pair(inputs, settings, options.Student, useBFloat16: false);
        using var plainOptimizer = new PlainOptimizer(plainModels.Trained);
        using var plainObjective = plainModels.Objective(inputs, new DrawnDropout(), padTo: maxPieces);
        var plain = new MeasuredLoop<TextSequence[]>(plainObjective, [.. sequences.Chunk(options.PlainBatch)], plainOptimizer.Step);
        FineTuningBenchmark.TakeTurns([product, plain], options.Passes, cancellation);
        return
        [
            product.Speed("distillation", "product", FineTuningBenchmark.Name(useBFloat16)),
            plain.Speed("distillation", "plain", FineTuningBenchmark.Name(false)),
        ];
    }

    private sealed class Pair : IDisposable
    {
        private readonly BertTaggerModel _teacher;
        private readonly Student _student;

        public Pair(FineTuningInputs inputs, FineTuningOptions settings, string student, bool useBFloat16)
        {
            _teacher = inputs.CreateModel(settings);
            var config = StudentSize.Parse(student).Resize(_teacher.Config);
            _student = Student.Of(BertTaggerModel.Create(config, settings.Seed), _teacher.Config, settings.Seed);
            _teacher.Encoder.UseBFloat16 = _student.Model.Encoder.UseBFloat16 = useBFloat16;
        }

        public torch.nn.Module[] Trained => [_student.Model, _student.Projections!];

        public DistillationObjective Objective(FineTuningInputs inputs, IDropout? dropout, int padTo)
        {
            var stage = DistillationStages.Of(new DistillationOptions(), _student.Model.Config.HiddenSize)[0];
            var options = new ObjectiveOptions(stage, LayerMap.LowestAndLast(_teacher.Config.Layers, _student.Model.Config.Layers).Matches())
            {
                Heads = _student.Heads,
                PadTo = padTo,
            };
            return new DistillationObjective(options, _student.Model, _teacher, _student.Projections, dropout, inputs.Tokenizer.Vocabulary);
        }

        public void Dispose()
        {
            _teacher.Dispose();
            _student.Dispose();
        }
    }
}
