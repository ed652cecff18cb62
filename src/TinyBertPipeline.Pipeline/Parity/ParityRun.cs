using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Pipeline.Engines;
using TinyBertPipeline.Pipeline.Evaluation;

namespace TinyBertPipeline.Pipeline.Parity;

/// <summary>Runs one model in all engines on the same items and compares logits, labels and scores.</summary>
public static class ParityRun
{
    /// <summary>Compares the engines; one that cannot be opened for want of a native library is listed as skipped, with the reason.</summary>
    /// <exception cref="QualityGateException">No engine could be opened.</exception>
    /// <param name="bundle">The model.</param>
    /// <param name="data">The data.</param>
    /// <param name="engines">The engines; the first that opens is the reference.</param>
    /// <param name="settings">How they are opened.</param>
    /// <param name="asText">Whether the reference predicts the items as running text, too, where they are words.</param>
    /// <param name="cancellation">Ends the work between two batches.</param>
    public static ParityReport Run(
        Bundle bundle, ITaskData data, IReadOnlyList<string> engines, EngineSettings settings, bool asText = false,
        CancellationToken cancellation = default)
    {
        // Where one of the models takes a fixed length only, all get windows of that length: else their logits had other neighbours.
        var fixedLengths = engines.Select(name => EngineFactory.FixedLength(name, bundle)).OfType<int>().ToArray();
        if (fixedLengths.Length > 0)
        {
            bundle = bundle.Within(fixedLengths.Min());
            data = data.For(bundle.Model);
        }
        var rows = new List<ParityRow>();
        IReadOnlyList<ItemPrediction>? reference = null;
        var referenceName = "";
        TextGap? text = null;
        foreach (var name in engines)
        {
            cancellation.ThrowIfCancellationRequested();
            settings.Messages.Note($"{name}: {data.Items.Count} {data.Counts[0].Key}");
            using var opened = OpenedEngine.TryOpen(name, bundle, settings);
            if (opened.Engine is null)
            {
                rows.Add(new ParityRow(name) { Skipped = opened.SkipReason });
                continue;
            }
            using var predictor = new TaskPredictor(bundle.Model, opened.Engine);
            var predicted = predictor.Predict(data.Items, cancellation: cancellation);
            if (reference is null)
            {
                (reference, referenceName) = (predicted, name);
                if (asText) text = TextGap.Measure(data, data.Score(predicted), predictor, cancellation);
            }
            var isQuantized = EngineFactory.QuantizedNames.Intersect([name, referenceName]).Any();
            rows.Add(Compare(name, reference, predicted, isQuantized) with { Score = data.Score(predicted).Value });
        }
        return reference is not null ? new ParityReport(referenceName, data.Counts, data.Score(reference).Metric, rows) { Text = text }
            : throw new QualityGateException("no engine could be opened: " + string.Join("; ", rows.Select(row => $"{row.Engine}: {row.Skipped}")));
    }

    private static ParityRow Compare(
        string name, IReadOnlyList<ItemPrediction> reference, IReadOnlyList<ItemPrediction> predicted, bool isQuantized)
    {
        var difference = LogitDifference.Measure(reference, predicted);
        var rows = predicted.Sum(item => (long)item.LabelIds.Length);
        var same = predicted.Zip(reference).Sum(pair => pair.First.LabelIds.Zip(pair.Second.LabelIds).LongCount(labels => labels.First == labels.Second));
        return new ParityRow(name)
        {
            MaxLogitDifference = difference.Max,
            MeanLogitDifference = difference.Mean,
            LabelAgreement = (double)same / Math.Max(1, rows),
            Divergence = isQuantized ? difference.Divergence : null,
        };
    }
}
