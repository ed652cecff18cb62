using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Data.Labeled;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Data.Augmentation;

/// <summary>
/// Makes new sentences by putting other entities of the same type in the places of entities (mention replacement; Dai and Adel, COLING
/// 2020).
/// An entity is drawn as often as the data has it.
/// </summary>
public static class EntitySwap
{
    /// <summary>The new sentences, without any whose words the data or an earlier one has.</summary>
    /// <exception cref="InvalidInputException">The options are wrong.</exception>
    public static IReadOnlyList<AugmentedSentence> Augment(LabeledData data, AugmentationOptions options)
    {
        OptionsFaults.ThrowIfAny(options.Faults());
        var entities = data.Sentences.Select(sentence => EntityReader.ReadDefault(sentence.Labels).OrderBy(entity => entity.Start)
            .ToArray()).ToArray();
        var mentions = entities.Zip(data.Sentences)
            .SelectMany(pair => pair.First.Select(entity => (entity.Type, Words: pair.Second.Words[entity.Start..(entity.End + 1)])))
            .ToLookup(mention => mention.Type, mention => mention.Words, StringComparer.Ordinal)
                .ToDictionary(type => type.Key, type => type.ToArray(), StringComparer.Ordinal);
        var known = data.Sentences.Select(sentence => string.Join('\n', sentence.Words)).ToHashSet(StringComparer.Ordinal);
        var random = new Random(options.Seed);
        var made = new List<AugmentedSentence>();
        for (var copy = 0; copy < options.Copies; copy++)
        {
            for (var i = 0; i < entities.Length; i++)
            {
                if (entities[i].Length > 0 && Swap(data.Sentences[i], entities[i], mentions, options, random) is { } swapped
                    && known.Add(string.Join('\n', swapped.Sentence.Words))) made.Add(swapped);
            }
        }
        return made;
    }

    private static AugmentedSentence? Swap(
        LabeledSentence sentence, EntitySpan[] entities, Dictionary<string, string[][]> mentions, AugmentationOptions options,
            Random random)
    {
        var words = new List<string>();
        var placed = new List<EntitySpan>();
        var certain = random.Next(entities.Length);
        var (at, swapped) = (0, 0);
        foreach (var (i, entity) in entities.Index())
        {
            words.AddRange(sentence.Words[at..entity.Start]);
            var text = sentence.Words[entity.Start..(entity.End + 1)];
            if (i == certain | random.NextDouble() < options.Probability)   // both: a seed draws the same numbers whatever is certain
            {
                var other = mentions[entity.Type][random.Next(mentions[entity.Type].Length)];
                if (!other.AsSpan().SequenceEqual(text)) swapped++;
                text = other;
            }
            placed.Add(new EntitySpan(entity.Type, words.Count, words.Count + text.Length - 1));
            words.AddRange(text);
            at = entity.End + 1;
        }
        words.AddRange(sentence.Words[at..]);
        if (swapped == 0) return null;
        var made = new LabeledSentence([.. words], EntityWriter.ToBioes(placed, words.Count), sentence.Line) { Document = sentence.Document };
        return new AugmentedSentence(sentence, made, swapped);
    }
}

/// <summary>A new sentence and the one that it was made from.</summary>
/// <param name="Source">The sentence of the file.</param>
/// <param name="Sentence">The new one.</param>
/// <param name="Swapped">Number of its entities that were swapped.</param>
public sealed record AugmentedSentence(LabeledSentence Source, LabeledSentence Sentence, int Swapped);

/// <summary>How labelled data is augmented.</summary>
public sealed record AugmentationOptions
{
    /// <summary>How many new sentences are tried for each sentence with an entity.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>The chance of each entity to be swapped; at least one of a sentence is.</summary>
    public double Probability { get; init; } = 0.5;

    /// <summary>Seed of all choices.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Every fault of the options.</summary>
    public IEnumerable<string> Faults() => OptionsFaults.Where(
        (Copies < 1, $"copies: {Copies}; expected 1 or more"),
        (!(Probability is > 0 and <= 1),
            FormattableString.Invariant($"probability: {Probability}; expected a number above 0 and up to 1")));
}
