using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Prediction;

/// <summary>Finds the entities of raw text. Thread-safe.</summary>
public sealed class TextTagger(SentenceTagger tagger, BertTokenizer tokenizer, LabelSet labels)
{
    /// <summary>Finds the entities of one text, in its order; they do not overlap.</summary>
    /// <exception cref="InvalidInputException">The model's logits are unusable (see <see cref="SentenceTagger.Tag"/>).</exception>
    public IReadOnlyList<TextEntity> Tag(string text) => TagAll([text])[0];

    /// <summary>Finds the entities of many texts; results are in the order of the texts.</summary>
    /// <exception cref="InvalidInputException">The model's logits are unusable (see <see cref="SentenceTagger.Tag"/>).</exception>
    public IReadOnlyList<IReadOnlyList<TextEntity>> TagAll(
        IReadOnlyList<string> texts, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        var words = texts.Select(text => tokenizer.SplitWords(text)).ToArray();
        var sentences = words.Select((places, i) => places.Select(place => texts[i][place.Start..place.End]).ToArray()).ToArray();
        var tagged = tagger.Tag(sentences, progress, cancellation);
        return [.. tagged.Select((sentence, i) => Entities(texts[i], words[i], sentence))];
    }

    private TextEntity[] Entities(string text, IReadOnlyList<TextWord> words, TaggedSentence tagged) =>
    [
        .. EntityReader.ReadDefault(labels.ToBioes(tagged.LabelIds)).Select(entity =>
        {
            var (start, end) = (words[entity.Start].Start, words[entity.End].End);
            var score = Enumerable.Range(entity.Start, entity.End - entity.Start + 1).Average(word => Probability(tagged, word));
            return new TextEntity(entity.Type, start, end, text[start..end], score);
        }),
    ];

    // Softmax of the chosen label, shifted by it: 1 / sum of exp(other - chosen).
    private double Probability(TaggedSentence tagged, int word)
    {
        var logits = tagged.Logits.AsSpan(word * labels.Count, labels.Count);
        var chosen = logits[tagged.LabelIds[word]];
        var sum = 0.0;
        foreach (var logit in logits) sum += Math.Exp((double)logit - chosen);
        return 1 / sum;
    }
}
