using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Evaluation;

/// <summary>Gold and predicted entities of every sentence.</summary>
internal static class SentenceEntities
{
    /// <summary>Entities that were read from the labels of each side's own scheme.</summary>
    /// <exception cref="ArgumentException">The numbers of sentences differ.</exception>
    public static (IReadOnlyList<EntitySpan> Gold, IReadOnlyList<EntitySpan> Predicted)[] Of(
        IReadOnlyList<EntityReadings> gold, IReadOnlyList<EntityReadings> predicted, EvaluationMode mode, LabelRepair repair)
    {
        if (gold.Count != predicted.Count) throw new ArgumentException($"{gold.Count} gold sentences, but {predicted.Count} predicted ones");
        return [.. gold.Zip(predicted, (first, second) => (Read(first), Read(second)))];

        IReadOnlyList<EntitySpan> Read(EntityReadings entities) => mode == EvaluationMode.Strict ? entities.After(repair) : entities.Lenient;
    }

    /// <exception cref="ArgumentException">The numbers of sentences, or of labels in a sentence, differ.</exception>
    public static (IReadOnlyList<EntitySpan> Gold, IReadOnlyList<EntitySpan> Predicted)[] Read(
        IReadOnlyList<IReadOnlyList<string>> gold, IReadOnlyList<IReadOnlyList<string>> predicted, EvaluationMode mode, StrictScheme scheme)
    {
        if (gold.Count != predicted.Count) throw new ArgumentException($"{gold.Count} gold sentences, but {predicted.Count} predicted ones");
        for (var i = 0; i < gold.Count; i++)
        {
            if (gold[i].Count != predicted[i].Count)
                throw new ArgumentException($"sentence {i} has {gold[i].Count} gold labels, but {predicted[i].Count} predicted ones");
        }
        return [.. Enumerable.Range(0, gold.Count).Select(i => (ReadOne(gold[i], i), ReadOne(predicted[i], i)))];

        IReadOnlyList<EntitySpan> ReadOne(IReadOnlyList<string> labels, int sentence) => mode == EvaluationMode.Strict
            ? EntityReader.ReadStrict(labels, scheme)
            : EntityReader.ReadDefault(labels, firstSentence: sentence == 0);
    }
}
