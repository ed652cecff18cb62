using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Optimization;

namespace TinyBertPipeline.Training.Benchmarking;

/// <summary>Measures the speed of fine-tuning.</summary>
public static class FineTuningBenchmark
{
    /// <summary>
    /// Trains on the same sentences with the product's loop and, when asked for, with a plain one; the loops take turns, so that a change
    /// of the machine's load meets both. The plain loop is what people write with PyTorch: batches in the order of the file, padding to the
    /// longest of a batch, matrix products in bfloat16 as autocast has them, dropout drawn anew, a fused AdamW over every weight.
    /// </summary>
    /// <exception cref="InvalidInputException">The options, the model or the training file are wrong.</exception>
    /// <exception cref="EnvironmentException">libtorch is missing.</exception>
    public static IReadOnlyList<TrainingSpeed> Run(TrainingBenchmarkOptions options, CancellationToken cancellation = default)
    {
        OptionsFaults.ThrowIfAny(options.Faults());
        LibTorch.EnsureLoaded();
        var (tuning, inputs, examples) = Read(options);
        var vocabulary = inputs.Model.Tokenizer.Vocabulary;
        var useBFloat16 = PrecisionChoice.UseBFloat16(tuning.Precision, inputs.Model.Config);

        using var network = inputs.CreateNetwork(tuning, SilentProgress.Instance);
        using var optimizer = new AdamW(new AdamWOptions(), network);
        using var dropout = new DropoutMasks(tuning.Seed);
        var objective = new LabelObjective(network, vocabulary, new PassOptions { Dropout = dropout, UseBFloat16 = useBFloat16 });
        var batches = LengthBuckets.Shuffle(examples, example => example.Input.Length, tuning.BatchPieces, new Random(tuning.Seed));
        var product = MeasuredLoop.Of(objective, batches, () => optimizer.Step(1e-5));
        if (!options.ComparePlain)
        {
            MeasuredLoop.TakeTurns([product], options.Passes, cancellation);
            return [product.Speed("fine-tuning", "product", PrecisionChoice.Name(useBFloat16))];
        }

        using var plainNetwork = inputs.CreateNetwork(tuning, SilentProgress.Instance);
        using var plainOptimizer = AdamW.OverWholeTables(new AdamWOptions(), plainNetwork);
        var plainObjective = new LabelObjective(
            plainNetwork, vocabulary, new PassOptions { Dropout = new DrawnDropout(), UseBFloat16 = useBFloat16 });
        var plain = MeasuredLoop.Of(plainObjective, [.. examples.Chunk(options.PlainBatch)], () => plainOptimizer.Step(1e-5));
        MeasuredLoop.TakeTurns([product, plain], options.Passes, cancellation);
        return
        [
            product.Speed("fine-tuning", "product", PrecisionChoice.Name(useBFloat16)),
            plain.Speed("fine-tuning", "plain", PrecisionChoice.Name(useBFloat16)),
        ];
    }

    /// <summary>The fine-tuning that is measured, with the sequences that it is measured on.</summary>
    internal static (FineTuningOptions Options, FineTuningInputs Inputs, IReadOnlyList<TaskExample> Examples) Read(
        TrainingBenchmarkOptions options)
    {
        var tuning = options.FineTuning with { Dev = options.FineTuning.Train };
        var inputs = FineTuningInputs.Read(tuning, SilentProgress.Instance, tuning.Seed);
        return (tuning, inputs, [.. inputs.Train.Examples().Take(options.Sentences)]);
    }
}
