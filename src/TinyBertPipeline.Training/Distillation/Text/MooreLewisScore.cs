namespace TinyBertPipeline.Training.Distillation.Text;

/// <summary>
/// How much a piece of raw text is like the training text rather than like raw text in general: the mean over its pieces of log p(w)/q(w),
/// with p the unigrams of the training text, smoothed by q, and q those of the raw text.
/// </summary>
/// <remarks>Moore and Lewis, "Intelligent selection of language model training data" (ACL 2010), with unigrams.</remarks>
internal sealed class MooreLewisScore
{
    private const double TrainingShare = 0.9;

    private readonly double[] _logRatios;

    /// <summary>Prepares the score from the counts of both texts.</summary>
    /// <exception cref="ArgumentException">The counts are of two vocabularies, or of a training text without a piece.</exception>
    public MooreLewisScore(PieceCounts training, PieceCounts raw)
    {
        if (training.VocabularySize != raw.VocabularySize) throw new ArgumentException("the counts are of two vocabularies");
        if (training.Total == 0) throw new ArgumentException("the training text has no pieces");
        _logRatios = new double[raw.VocabularySize];
        for (var piece = 0; piece < _logRatios.Length; piece++)
        {
            // p(w) = 0.9 count_train(w)/N_train + 0.1 q(w), q(w) = (count_raw(w)+1)/(N_raw+V)
            var general = (raw[piece] + 1.0) / (raw.Total + raw.VocabularySize);
            var likeTraining = TrainingShare * training[piece] / training.Total + (1 - TrainingShare) * general;
            _logRatios[piece] = Math.Log(likeTraining / general);
        }
    }

    /// <summary>The score of a window [CLS] ... [SEP]; the higher, the more like the training text.</summary>
    public double Of(ReadOnlySpan<int> window)
    {
        var sum = 0.0;
        foreach (var piece in window[1..^1]) sum += _logRatios[piece];
        return sum / Math.Max(1, window.Length - 2);
    }
}
