using TinyBertPipeline.Core.Prediction;

namespace TinyBertPipeline.Training.FineTuning;

/// <summary>Every batch of every epoch, in order: a function of the data, the options and the seed.</summary>
/// <param name="Batches">The batch of each step.</param>
/// <param name="EpochEnds">The number of steps done at the end of each epoch.</param>
internal sealed record FineTuningPlan(IReadOnlyList<TaggingWindow[]> Batches, IReadOnlyList<long> EpochEnds)
{
    public static FineTuningPlan Create(FineTuningInputs inputs, FineTuningOptions options)
    {
        var encoder = new SentenceEncoder(inputs.Tokenizer, Math.Min(options.MaxLength, inputs.Config.MaxPositions));
        var windows = TaggingWindow.Encode(inputs.Train.Sentences, encoder, inputs.Labels);
        var batches = new List<TaggingWindow[]>();
        var ends = new List<long>();
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            var random = new Random(HashCode(options.Seed, epoch));
            batches.AddRange(LengthBuckets.Shuffle(windows, window => window.Ids.Length, options.BatchTokens, random));
            ends.Add(batches.Count);
        }
        return new FineTuningPlan(batches, ends);
    }

    private static int HashCode(int seed, int epoch) => unchecked(seed * 1_000_003 + epoch);
}
