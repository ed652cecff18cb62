using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tasks.TokenClassification;

/// <summary>A raw text whose entities are looked for.</summary>
internal sealed class TaggedText : ITaskText
{
    private readonly TaggingModel _model;
    private readonly string _text;
    private readonly IReadOnlyList<TextWord> _words;

    public TaggedText(TaggingModel model, string text)
    {
        (_model, _text, _words) = (model, text, model.Tokenizer.SplitWords(text, model.Settings.Words!.Value));
        Item = model.Encode([.. _words.Select(place => text[place.Start..place.End])]);
    }

    public TaskItem Item { get; }

    public ITaskPrediction Read(ItemPrediction prediction) => new EntityPrediction(_text,
    [
        .. EntityReader.ReadDefault(_model.Labels.ToBioes(prediction.LabelIds)).Select(entity =>
        {
            var (start, end) = (_words[entity.Start].Start, _words[entity.End].End);
            var score = Enumerable.Range(entity.Start, entity.End - entity.Start + 1).Average(word => Probability(prediction, word));
            return new TextEntity(entity.Type, start, end, _text[start..end], score);
        }),
    ]);

    // Softmax of the chosen label, shifted by it: 1 / sum of exp(other - chosen).
    private double Probability(ItemPrediction prediction, int word)
    {
        var logits = prediction.Logits.AsSpan(word * _model.Labels.Count, _model.Labels.Count);
        var chosen = logits[prediction.LabelIds[word]];
        var sum = 0.0;
        foreach (var logit in logits) sum += Math.Exp((double)logit - chosen);
        return 1 / sum;
    }
}
