using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Optimization;
using TinyBertPipeline.Training.Pretraining;
using TinyBertPipeline.Training.Pretraining.Text;

namespace TinyBertPipeline.Training.Benchmarking;

/// <summary>Measures the speed of masked-LM pre-training.</summary>
public static class PretrainingBenchmark
{
    private const double MaskRate = 0.15;
    private const int PieceBatch = 4096;
    private const string Training = "pre-training";

    /// <summary>
    /// Trains on the same paragraphs with the product's loop and, when asked for, with a plain one, in turns: a paragraph a row, padded to
    /// the longest of the batch, every position decoded, dropout drawn anew, a fused AdamW over every weight.
    /// </summary>
    /// <exception cref="InvalidInputException">The options, the tokenizer or the text are wrong.</exception>
    /// <exception cref="EnvironmentException">libtorch is missing.</exception>
    public static IReadOnlyList<TrainingSpeed> Run(TrainingBenchmarkOptions options, CancellationToken cancellation = default)
    {
        OptionsFaults.ThrowIfAny(options.Faults());
        LibTorch.EnsureLoaded();
        var (tuning, window) = (options.FineTuning, options.FineTuning.Window);
        var tokenizer = BertTokenizer.Load(tuning.Model ?? tuning.Tokenizer!).WithPlainText();
        var vocabulary = tokenizer.Vocabulary;
        var config = ModelSize.Parse(options.Size).NewConfig(vocabulary.Count, vocabulary.PadId);
        var useBFloat16 = PrecisionChoice.UseBFloat16(tuning.Precision, config);
        var masker = new TokenMasker(vocabulary, new WordPieces(vocabulary), MaskRate, wholeWords: false);
        var paragraphs = Paragraphs(options, tokenizer);

        using var network = new PretrainingModel(config, withNextSentence: false, tuning.Seed);
        using var optimizer = new AdamW(new AdamWOptions(), network);
        using var dropout = new DropoutMasks(tuning.Seed);
        var objective = new PretrainingObjective(network, vocabulary, new PassOptions { Dropout = dropout, UseBFloat16 = useBFloat16 });
        var rows = Pack(paragraphs, vocabulary, window).Select((ids, index) => Mask(masker, ids, index));
        var batches = rows.Chunk(Math.Max(1, PieceBatch / window)).Select(part => new PretrainingBatch([part])).ToArray();
        var product = MeasuredLoop.Of(objective, batches, () => optimizer.Step(1e-5));
        if (!options.ComparePlain)
        {
            MeasuredLoop.TakeTurns([product], options.Passes, cancellation);
            return [product.Speed(Training, "product", PrecisionChoice.Name(useBFloat16))];
        }

        using var plainNetwork = new PretrainingModel(config, withNextSentence: false, tuning.Seed);
        using var plainOptimizer = AdamW.OverWholeTables(new AdamWOptions(), plainNetwork);
        var plainObjective = new PlainMaskedPieces(plainNetwork, vocabulary, new PassOptions { Dropout = new DrawnDropout(), UseBFloat16 = useBFloat16 });
        var plainBatches = paragraphs.Select((ids, index) => Mask(masker, Close(ids, vocabulary), index))
            .Chunk(options.PlainBatch).Select(part => new PretrainingBatch([part])).ToArray();
        var plain = MeasuredLoop.Of(plainObjective, plainBatches, () => plainOptimizer.Step(1e-5));
        MeasuredLoop.TakeTurns([product, plain], options.Passes, cancellation);
        return
        [
            product.Speed(Training, "product", PrecisionChoice.Name(useBFloat16)),
            plain.Speed(Training, "plain", PrecisionChoice.Name(useBFloat16)),
        ];
    }

    // The pieces of the first paragraphs, cut to the window.
    private static int[][] Paragraphs(TrainingBenchmarkOptions options, BertTokenizer tokenizer)
    {
        var paragraphs = RawTextReader.ReadParagraphs(RawTextReader.FindFiles(options.Raw)).Take(options.Sentences);
        return [.. tokenizer.EncodeBatch([.. paragraphs.Select(paragraph => paragraph.Text)], options.FineTuning.Window).Select(encoded => encoded.Ids[1..^1])];
    }

    private static IEnumerable<int[]> Pack(IEnumerable<int[]> paragraphs, Vocabulary vocabulary, int window) =>
        paragraphs.SelectMany(ids => ids.Append(vocabulary.SeparateId)).Chunk(window - 2).Select(ids => Close(ids, vocabulary));

    private static int[] Close(int[] ids, Vocabulary vocabulary) => [vocabulary.ClassifyId, .. ids, vocabulary.SeparateId];

    private static MaskedSequence Mask(TokenMasker masker, int[] ids, int index) =>
        masker.Mask(new PieceSequence(ids, ids.Length, null), Draws.For(1, 0, 0, index));
}
