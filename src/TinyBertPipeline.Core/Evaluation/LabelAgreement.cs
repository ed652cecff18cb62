using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Evaluation;

/// <summary>Accuracy of labels: as written where file and model have one scheme, else in BIOES.</summary>
internal static class LabelAgreement
{
    /// <summary>Share of words whose label is the gold one; 0 without words.</summary>
    /// <param name="data">The gold labels.</param>
    /// <param name="labels">The labels of the model.</param>
    /// <param name="predicted">Predicted ids of each sentence.</param>
    public static double Of(LabeledData data, LabelSet labels, IReadOnlyList<int[]> predicted)
    {
        var sameScheme = data.Scheme == labels.Scheme;
        return EvaluationReport.Agreement(
            [.. data.Sentences.Select(sentence => sameScheme ? sentence.Written : sentence.Labels)],
            [.. predicted.Select(ids => sameScheme ? Array.ConvertAll(ids, id => labels[id]) : labels.ToBioes(ids))]);
    }
}
