using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Evaluation.Errors;

/// <summary>A property of entities by which scores are split up.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">Its values in the order in which they are shown.</param>
/// <param name="ValueOf">The value of an entity: an index into <paramref name="Values"/>.</param>
internal sealed record EntityAttribute(string Name, IReadOnlyList<string> Values, Func<EvaluatedSentence, EntitySpan, int> ValueOf)
{
    /// <summary>What is known without a training file.</summary>
    public static IReadOnlyList<EntityAttribute> Plain { get; } =
    [
        new("words of the entity", ["1", "2", "3", "4", "5 and more"], (_, entity) => Math.Min(4, entity.End - entity.Start)),
        new("words of the sentence", ["up to 10", "11 to 20", "21 to 40", "41 and more"],
            (sentence, _) => sentence.Words.Count switch { <= 10 => 0, <= 20 => 1, <= 40 => 2, _ => 3 }),
    ];

    /// <summary>What a training file tells.</summary>
    public static IReadOnlyList<EntityAttribute> Of(TrainingMentions training) =>
    [
        new("seen in training", ["with this type", "with another type", "not as an entity"], (sentence, entity) =>
            training.Mentions(sentence.TextOf(entity), entity.Type) > 0 ? 0 : training.Mentions(sentence.TextOf(entity)) > 0 ? 1 : 2),
        new("times an entity in training", ["0", "1", "2 to 5", "6 and more"],
            (sentence, entity) => training.Mentions(sentence.TextOf(entity)) switch { 0 => 0, 1 => 1, <= 5 => 2, _ => 3 }),
        new("label consistency in training", ["words not in training", "0", "below 0.5", "0.5 to 1", "1"],
            (sentence, entity) => training.Consistency(sentence.TextOf(entity), entity.Type) switch { null => 0, 0 => 1, < 0.5 => 2, < 1 => 3, _ => 4 }),
    ];

    /// <summary>The scores of each value that occurs.</summary>
    public BucketTable Split(IReadOnlyList<EvaluatedSentence> sentences)
    {
        var counts = new EntityCounts[Values.Count];
        foreach (var sentence in sentences)
        {
            foreach (var entity in sentence.Gold) counts[ValueOf(sentence, entity)] += new EntityCounts(0, 0, 1);
            foreach (var entity in sentence.Predicted) counts[ValueOf(sentence, entity)] += new EntityCounts(0, 1, 0);
            foreach (var entity in sentence.Gold.Intersect(sentence.Predicted)) counts[ValueOf(sentence, entity)] += new EntityCounts(1, 0, 0);
        }
        return new BucketTable(Name, [.. Values.Zip(counts).Where(bucket => bucket.Second != default)]);
    }
}

/// <summary>Scores by the values of a property.</summary>
/// <param name="Name">The property.</param>
/// <param name="Buckets">Its values with the counts of their entities.</param>
internal sealed record BucketTable(string Name, IReadOnlyList<(string Value, EntityCounts Counts)> Buckets);
