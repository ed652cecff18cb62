namespace TinyBertPipeline.Core.Labeling.Paths;

/// <summary>
/// Turns logits into labels: by default the path with the largest sum of logits among those that the label set's scheme allows
/// (Viterbi). Thread-safe.
/// </summary>
public sealed class LegalPathDecoder
{
    private readonly PathDecoder _paths;

    /// <summary>Prepares the transitions of a label set.</summary>
    public LegalPathDecoder(LabelSet labels) => _paths = new PathDecoder(labels);

    /// <summary>Decodes one sentence; of equal paths the one with the lower ids is taken.</summary>
    /// <param name="logits">Scores [words, labels], row-major; they may be log-probabilities.</param>
    /// <param name="words">Number of words; 0 gives no labels.</param>
    /// <param name="mode">Best legal path, or the best label of each word.</param>
    /// <returns>A label id for each word.</returns>
    /// <exception cref="ArgumentException">The number of scores is not words x labels, or a score is not finite.</exception>
    public int[] Decode(ReadOnlySpan<float> logits, int words, DecodeMode mode) =>
        mode == DecodeMode.Argmax ? _paths.BestLabels(logits, words) : _paths.BestPath(logits, words);
}
