using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Labeling.Paths;
using TinyBertPipeline.Core.Prediction;

namespace TinyBertPipeline.Core.Evaluation;

/// <summary>A tagger's labels for a labelled file beside the gold ones, both in BIOES.</summary>
/// <param name="Gold">Gold labels of each sentence.</param>
/// <param name="Predicted">As many predicted labels.</param>
/// <param name="Tagged">What the tagger gave, logits included.</param>
public sealed record TaggerEvaluation(
    IReadOnlyList<IReadOnlyList<string>> Gold, IReadOnlyList<IReadOnlyList<string>> Predicted, IReadOnlyList<TaggedSentence> Tagged)
{
    /// <summary>Tags every sentence of a file.</summary>
    /// <param name="tagger">The tagger.</param>
    /// <param name="labels">Its labels, of any scheme.</param>
    /// <param name="data">The file.</param>
    /// <param name="progress">Gets the number of finished sentences as it grows.</param>
    /// <param name="cancellation">Ends the work between two batches.</param>
    /// <exception cref="InvalidInputException">The model's logits are unusable (see <see cref="SentenceTagger.Tag"/>).</exception>
    public static TaggerEvaluation Run(
        SentenceTagger tagger, LabelSet labels, LabeledData data, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        var tagged = tagger.Tag([.. data.Sentences.Select(sentence => sentence.Words)], progress, cancellation);
        return new TaggerEvaluation(
            [.. data.Sentences.Select(sentence => sentence.Labels)], [.. tagged.Select(sentence => labels.ToBioes(sentence.LabelIds))], tagged);
    }

    /// <summary>Scores in a mode; strict BIOES is the one to publish.</summary>
    public EvaluationReport Report(EvaluationMode mode = EvaluationMode.Strict) => EvaluationReport.Compute(Gold, Predicted, mode);

    /// <summary>The same logits with another decoder, without running the model again.</summary>
    public TaggerEvaluation Decoded(LabelSet labels, DecodeMode mode)
    {
        var decoder = new LegalPathDecoder(labels);
        var tagged = Tagged.Select(sentence => sentence with { LabelIds = decoder.Decode(sentence.Logits, sentence.LabelIds.Length, mode) }).ToArray();
        return this with { Tagged = tagged, Predicted = [.. tagged.Select(sentence => labels.ToBioes(sentence.LabelIds))] };
    }
}
