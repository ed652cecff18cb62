using TinyBertPipeline.Core.Data;

namespace TinyBertPipeline.Core.Evaluation.Errors;

/// <summary>What a training file says of the words of entities that are evaluated.</summary>
internal sealed class TrainingMentions
{
    private readonly Dictionary<string, Dictionary<string, int>> _byType = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _occurrences;

    /// <param name="training">The sentences of the training file.</param>
    /// <param name="wanted">The texts of entities that will be asked for.</param>
    public TrainingMentions(IReadOnlyList<LabeledSentence> training, IEnumerable<string> wanted)
    {
        _occurrences = wanted.Distinct(StringComparer.Ordinal).ToDictionary(text => text, _ => 0, StringComparer.Ordinal);
        var longest = _occurrences.Keys.Select(text => text.Count(unit => unit == ' ') + 1).DefaultIfEmpty(0).Max();
        foreach (var sentence in training)
        {
            Count(sentence.Words, longest);
            foreach (var entity in sentence.Entities.Lenient)
            {
                var text = string.Join(' ', sentence.Words[entity.Start..(entity.End + 1)]);
                if (!_byType.TryGetValue(text, out var types)) _byType.Add(text, types = new(StringComparer.Ordinal));
                types[entity.Type] = types.GetValueOrDefault(entity.Type) + 1;
            }
        }
    }

    /// <summary>How often a text is an entity in training, of whatever type.</summary>
    public int Mentions(string text) => _byType.TryGetValue(text, out var types) ? types.Values.Sum() : 0;

    /// <summary>How often a text is an entity of a type in training.</summary>
    public int Mentions(string text, string type) => _byType.TryGetValue(text, out var types) ? types.GetValueOrDefault(type) : 0;

    /// <summary>
    /// Of the places of training where the words stand, the share at which they are an entity of the type (label consistency; Fu, Liu and
    /// Neubig, Interpretable multi-dataset evaluation for named entity recognition, 2020); null where they do not occur.
    /// </summary>
    public double? Consistency(string text, string type) =>
        _occurrences.GetValueOrDefault(text) is var all and > 0 ? Math.Min(1, (double)Mentions(text, type) / all) : null;

    private void Count(string[] words, int longest)
    {
        for (var start = 0; start < words.Length; start++)
        {
            for (var length = 1; length <= longest && start + length <= words.Length; length++)
            {
                var text = length == 1 ? words[start] : string.Join(' ', words, start, length);
                if (_occurrences.TryGetValue(text, out var count)) _occurrences[text] = count + 1;
            }
        }
    }
}
