using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Evaluation;

/// <summary>Gold and predicted entities of every sentence.</summary>
internal static class SentenceEntities
{
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
