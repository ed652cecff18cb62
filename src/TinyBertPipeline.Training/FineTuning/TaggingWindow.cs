using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Prediction;

namespace TinyBertPipeline.Training.FineTuning;

/// <summary>A window of a labelled sentence as the model learns it.</summary>
/// <param name="Ids">Word-piece ids with [CLS] first and [SEP] last.</param>
/// <param name="LabelIds">
/// The label at the first piece of each word that is counted in this window, <see cref="NoLabel"/> elsewhere.
/// </param>
/// <param name="Sentence">The sentence.</param>
internal sealed record TaggingWindow(int[] Ids, long[] LabelIds, LabeledSentence Sentence)
{
    /// <summary>The target that the loss passes over.</summary>
    public const long NoLabel = -100;

    /// <summary>The windows of all sentences.</summary>
    public static IReadOnlyList<TaggingWindow> Encode(IReadOnlyList<LabeledSentence> sentences, SentenceEncoder encoder, LabelSet labels) =>
    [
        .. sentences.AsParallel().AsOrdered()
            .SelectMany(sentence => encoder.Encode(sentence.Words).Select(window => Create(sentence, window, labels))),
    ];

    private static TaggingWindow Create(LabeledSentence sentence, EncodedSentence window, LabelSet labels)
    {
        var targets = new long[window.Ids.Length];
        Array.Fill(targets, NoLabel);
        for (var word = window.CountedFrom; word < window.CountedTo; word++)
            targets[window.PositionOf(word)] = labels.IdOf(sentence.Labels[word]);
        return new TaggingWindow(window.Ids, targets, sentence);
    }
}
