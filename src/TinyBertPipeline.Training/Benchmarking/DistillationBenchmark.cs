using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.Distillation.Objectives;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Optimization;
using TinyBertPipeline.Training.Tasks;
using TorchSharp;

namespace TinyBertPipeline.Training.Benchmarking;

/// <summary>
/// Measures the speed of the recipe's joint stage: teacher without gradients, hidden states, attention scores, predictions.
/// </summary>
public static class DistillationBenchmark
{
    /// <summary>
    /// Distils on the same sentences with the product's loop and, when asked for, with a plain one (see <see cref="FineTuningBenchmark"/>), in
    /// turns. The model of the options'
    /// fine-tuning is the teacher; neither it nor the student need be trained for their speed.
    /// </summary>
    /// <exception cref="InvalidInputException">The options, the model or the training file are wrong.</exception>
    /// <exception cref="EnvironmentException">libtorch is missing.</exception>
    public static IReadOnlyList<TrainingSpeed> Run(TrainingBenchmarkOptions options, CancellationToken cancellation = default)
    {
        OptionsFaults.ThrowIfAny(options.Faults());
        LibTorch.EnsureLoaded();
        var (settings, inputs, examples) = FineTuningBenchmark.Read(options);
        var useBFloat16 = PrecisionChoice.UseBFloat16(settings.Precision, inputs.Model.Config);
        var budget = new DistillationOptions().BatchPieces;

        using var models = new Models(inputs, settings, options.Size);
        using var optimizer = new AdamW(new AdamWOptions(), models.Trained);
        var batches = LengthBuckets.Shuffle(examples, example => example.Input.Length, budget, new Random(settings.Seed));
        var product = MeasuredLoop.Of(models.Objective(dropout: null, useBFloat16), batches, () => optimizer.Step(1e-5));
        if (!options.ComparePlain)
        {
            MeasuredLoop.TakeTurns([product], options.Passes, cancellation);
            return [product.Speed("distillation", "product", PrecisionChoice.Name(useBFloat16))];
        }

        using var plainModels = new Models(inputs, settings, options.Size);
        using var plainOptimizer = AdamW.OverWholeTables(new AdamWOptions(), plainModels.Trained);
        var plain = MeasuredLoop.Of(
            plainModels.Objective(new DrawnDropout(), useBFloat16), [.. examples.Chunk(options.PlainBatch)], () => plainOptimizer.Step(1e-5));
        MeasuredLoop.TakeTurns([product, plain], options.Passes, cancellation);
        return
        [
            product.Speed("distillation", "product", PrecisionChoice.Name(useBFloat16)),
            plain.Speed("distillation", "plain", PrecisionChoice.Name(useBFloat16)),
        ];
    }

    private sealed class Models : IDisposable
    {
        private readonly BertTaskModel _teacher;
        private readonly Student _student;
        private readonly IImitatedRows _rows;
        private readonly ITaskModel _model;

        public Models(FineTuningInputs inputs, FineTuningOptions settings, string size)
        {
            _model = inputs.Model;
            _teacher = inputs.CreateNetwork(settings, SilentProgress.Instance);
            var config = ModelSize.Parse(size).Resize(_teacher.Config);
            _student = Student.Of(BertTaskModel.Create(_model.Task, config, settings.Seed), _teacher.Config, settings.Seed);
            _rows = TaskParts.Of<ITrainingTask>(_model.Task).CreateRows(_model);
        }

        public torch.nn.Module[] Trained => [_student.Network, _student.Projections!];

        public DistillationObjective Objective(IDropout? dropout, bool useBFloat16)
        {
            var stage = DistillationStages.Of(new DistillationOptions(), _student.Network.Config.HiddenSize)[0];
            var matches = LayerMap.LowestAndLast(_teacher.Config.Layers, _student.Network.Config.Layers).Matches();
            var options = new ObjectiveOptions(stage, matches)
            {
                Heads = _student.Heads,
                Dropout = dropout,
                UseBFloat16 = useBFloat16,
            };
            return new DistillationObjective(
                options, new ModelPair(_student.Network, _teacher, _student.Projections, _rows, _model.Tokenizer.Vocabulary));
        }

        public void Dispose()
        {
            _rows.Dispose();
            _teacher.Dispose();
            _student.Dispose();
        }
    }
}
