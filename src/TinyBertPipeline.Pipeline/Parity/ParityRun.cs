using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Pipeline.Engines;

namespace TinyBertPipeline.Pipeline.Parity;

/// <summary>Runs one model in all engines on the same sentences and compares logits, labels and F1.</summary>
public static class ParityRun
{
    /// <summary>Compares the engines; one that cannot be opened for want of a native library is listed as skipped, with the reason.</summary>
    /// <exception cref="Core.QualityGateException">No engine could be opened.</exception>
    public static ParityReport Run(Bundle bundle, LabeledData data, IReadOnlyList<string> engines, EngineChoice choice, Action<string>? note = null)
    {
        if (data.Types.Except(bundle.Labels.Types, StringComparer.Ordinal).ToArray() is { Length: > 0 } unknown)
            note?.Invoke($"the data have types that the model does not know, so their entities count as missed: {string.Join(", ", unknown)}");
        var rows = new List<ParityRow>();
        IReadOnlyList<TaggedSentence>? reference = null;
        var referenceName = "";
        foreach (var name in engines)
        {
            note?.Invoke($"{name}: {data.Sentences.Count} sentences");
            using var opened = OpenedEngine.TryOpen(name, bundle, choice);
            if (opened.Engine is null)
            {
                rows.Add(new ParityRow(name, Skipped: opened.SkipReason));
                continue;
            }
            using var tagger = OpenedEngine.Tagger(opened.Engine, bundle, choice);
            var evaluation = TaggerEvaluation.Run(tagger, bundle.Labels, data);
            if (reference is null) (reference, referenceName) = (evaluation.Tagged, name);
            var difference = LogitDifference.Measure(reference, evaluation.Tagged);
            rows.Add(Compare(name, reference, evaluation.Tagged, difference) with
            {
                F1 = evaluation.Report().Micro.F1,
                Divergence = EngineName.Quantized.Intersect([name, referenceName]).Any() ? difference.Divergence : null,
            });
        }
        if (reference is null) throw new Core.QualityGateException("no engine could be opened: " + string.Join("; ", rows.Select(row => $"{row.Engine}: {row.Skipped}")));
        return new ParityReport(referenceName, data.Sentences.Count, data.WordCount, rows);
    }

    private static ParityRow Compare(
        string name, IReadOnlyList<TaggedSentence> reference, IReadOnlyList<TaggedSentence> tagged, LogitDifference difference)
    {
        var words = tagged.Sum(sentence => (long)sentence.LabelIds.Length);
        var same = tagged.Zip(reference)
            .Sum(pair => pair.First.LabelIds.Zip(pair.Second.LabelIds).LongCount(labels => labels.First == labels.Second));
        return new ParityRow(name, difference.Max, difference.Mean, (double)same / Math.Max(1, words));
    }
}
