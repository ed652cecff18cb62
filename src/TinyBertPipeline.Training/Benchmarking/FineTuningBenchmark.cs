using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Modeling;

namespace TinyBertPipeline.Training.Benchmarking;

/// <summary>Measures the speed of fine-tuning.</summary>
public static class FineTuningBenchmark
{
    /// <summary>
    /// Trains on the same sentences with the product's loop and, when asked for, with a plain one; the loops take turns, so that a change
    /// of the machine's load meets both.
    /// </summary>
    /// <exception cref="InvalidInputException">The options, the model or the training file are wrong.</exception>
    /// <exception cref="EnvironmentException">libtorch is missing.</exception>
    public static IReadOnlyList<TrainingSpeed> Run(TrainingBenchmarkOptions options, CancellationToken cancellation = default)
    {
        LibTorch.EnsureLoaded();
        var tuning = options.FineTuning with { Dev = options.FineTuning.Train };
        var inputs = FineTuningInputs.Read(tuning);
        var encoder = new SentenceEncoder(inputs.Tokenizer, Math.Min(tuning.MaxLength, inputs.Config.MaxPositions));
        var windows = TaggingWindow.Encode([.. inputs.Train.Sentences.Take(options.Sentences)], encoder, inputs.Labels);
        var useBFloat16 = PrecisionChoice.UseBFloat16(tuning.Precision, inputs.Config);

        using var model = inputs.CreateModel(tuning);
        model.Encoder.UseBFloat16 = useBFloat16;
        using var optimizer = new AdamW(new AdamWOptions(), model);
        using var dropout = new DropoutMasks(tuning.Seed);
        var batches = LengthBuckets.Shuffle(windows, window => window.Ids.Length, tuning.BatchTokens, new Random(tuning.Seed));
        var product = new MeasuredLoop<TaggingWindow[]>(new TaggingObjective(model, dropout), batches, () => optimizer.Step(1e-5));
        if (!options.ComparePlain)
        {
            TakeTurns([product], options.Passes, cancellation);
            return [product.Speed("fine-tuning", "product", Name(useBFloat16))];
        }

        using var plainModel = inputs.CreateModel(tuning);
        using var plainOptimizer = new PlainOptimizer(plainModel);
        var objective = new TaggingObjective(plainModel, new DrawnDropout(), padTo: tuning.MaxLength);
        var plain = new MeasuredLoop<TaggingWindow[]>(objective, [.. windows.Chunk(options.PlainBatch)], plainOptimizer.Step);
        TakeTurns([product, plain], options.Passes, cancellation);
        return [product.Speed("fine-tuning", "product", Name(useBFloat16)), plain.Speed("fine-tuning", "plain", Name(false))];
    }

    /// <summary>Lets the loops make a pass each in turn.</summary>
    internal static void TakeTurns(IReadOnlyList<IMeasuredLoop> loops, int passes, CancellationToken cancellation)
    {
        foreach (var loop in loops) loop.WarmUp();
        for (var pass = 0; pass < passes; pass++)
        {
            foreach (var loop in loops)
            {
                cancellation.ThrowIfCancellationRequested();
                loop.Pass();
            }
        }
    }

    internal static string Name(bool useBFloat16) => useBFloat16 ? "bf16" : "f32";
}
