using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Prediction;

namespace TinyBertPipeline.Training.Distillation.Text;

/// <summary>Labelled sentences as sequences: windows of long ones, the label of a word on its first piece.</summary>
internal static class TrainingSentences
{
    /// <summary>Encodes sentences with gold labels.</summary>
    public static IReadOnlyList<TextSequence> Encode(IEnumerable<LabeledSentence> sentences, SentenceEncoder encoder, LabelSet labels) =>
        [.. sentences.SelectMany(sentence => encoder.Encode(sentence.Words).Select(window => WithLabels(window, sentence.Labels, labels)))];

    /// <summary>Encodes sentences with a teacher's probabilities.</summary>
    public static IReadOnlyList<TextSequence> Encode(IEnumerable<SoftSentence> sentences, SentenceEncoder encoder) =>
        [.. sentences.SelectMany(sentence => encoder.Encode(sentence.Words).Select(window => WithTargets(window, sentence.Probabilities)))];

    private static TextSequence WithLabels(EncodedSentence window, string[] labels, LabelSet known)
    {
        var ids = new int[window.Ids.Length];
        Array.Fill(ids, TextSequence.NoLabel);
        for (var word = window.CountedFrom; word < window.CountedTo; word++) ids[window.PositionOf(word)] = known.IdOf(labels[word]);
        return new TextSequence(window.Ids) { Labels = ids };
    }

    private static TextSequence WithTargets(EncodedSentence window, float[][] probabilities)
    {
        var words = Enumerable.Range(window.CountedFrom, window.CountedTo - window.CountedFrom).ToArray();
        return new TextSequence(window.Ids)
        {
            Targets = new SoftTargets(Array.ConvertAll(words, window.PositionOf), Array.ConvertAll(words, word => probabilities[word])),
        };
    }
}
