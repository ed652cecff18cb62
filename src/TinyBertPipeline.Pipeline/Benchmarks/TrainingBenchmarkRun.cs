using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Pipeline.Context;
using TinyBertPipeline.Pipeline.Demo;
using TinyBertPipeline.Training.Benchmarking;

namespace TinyBertPipeline.Pipeline.Benchmarks;

/// <summary>Measures the speed of fine-tuning, of distillation and of pre-training.</summary>
public static class TrainingBenchmarkRun
{
    private const int DemoSentences = 3000;

    /// <summary>
    /// Measures all three. Without a training file the demo's sentences are trained on; without a model weights are random and the vocabulary is
    /// made from the training file and filled up to the size of bert-base-uncased's, as the speed of optimizers depends on it.
    /// </summary>
    /// <param name="options">What to measure.</param>
    /// <param name="folder">A folder for what only the measurement needs.</param>
    /// <param name="messages">Are told what is measured at present.</param>
    /// <param name="cancellation">Ends the benchmark between two passes.</param>
    /// <exception cref="Core.InvalidInputException">The options, the model or the training file are wrong.</exception>
    /// <exception cref="Core.EnvironmentException">libtorch is missing.</exception>
    public static IReadOnlyList<TrainingSpeed> Run(
        TrainingBenchmarkOptions options, string folder, IMessages messages, CancellationToken cancellation = default)
    {
        var inputs = options.FineTuning;
        if (inputs.Train.Length == 0) inputs = inputs with { Train = WriteDemo(folder) };
        if (inputs.Model is null && inputs.Tokenizer is null) inputs = inputs with { Tokenizer = TrainTokenizer(inputs.Train, folder) };
        if (options.Raw.Count == 0) options = options with { Raw = [WriteText(inputs.Train, folder)] };
        options = options with { FineTuning = inputs };
        (string Task, Func<TrainingBenchmarkOptions, CancellationToken, IReadOnlyList<TrainingSpeed>> Run)[] benchmarks =
        [
            (TrainingBenchmarkOptions.FineTuningTask, FineTuningBenchmark.Run),
            (TrainingBenchmarkOptions.DistillationTask, DistillationBenchmark.Run),
            (TrainingBenchmarkOptions.PretrainingTask, PretrainingBenchmark.Run),
        ];
        var speeds = new List<TrainingSpeed>();
        foreach (var benchmark in benchmarks.Where(benchmark => options.Task is null || benchmark.Task == options.Task))
        {
            messages.Note($"{benchmark.Task}: {options.Sentences} sentences, {options.Passes} passes");
            speeds.AddRange(benchmark.Run(options, cancellation));
        }
        return speeds;
    }

    private static string WriteDemo(string folder)
    {
        var path = Path.Combine(folder, "train_data");
        AtomicFile.WriteText(path, new DemoCorpus().Draw(DemoPart.Train, DemoSentences, seed: 1));
        return path;
    }

    private static string WriteText(string train, string folder)
    {
        var path = Path.Combine(folder, "text", "raw.txt");
        var paragraphs = LabeledData.Read(train).Sentences.Select(sentence => string.Join(' ', sentence.Words) + "\n\n");
        AtomicFile.WriteText(path, string.Concat(paragraphs));
        return path;
    }

    private static string TrainTokenizer(string train, string folder)
    {
        var target = Path.Combine(folder, "tokenizer");
        var texts = LabeledData.Read(train).Sentences.Select(sentence => string.Join(' ', sentence.Words));
        TrainedTokenizer.Save(texts, BertPresets.Get("bert-base").VocabularySize, target);
        return target;
    }
}
