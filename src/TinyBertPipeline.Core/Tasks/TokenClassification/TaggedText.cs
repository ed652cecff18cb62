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
        (_model, _text, _words) = (model, text, model.Tokenizer.SplitWords(text, model.Settings.Words!.Value, model.Settings.Marks));
        Item = model.Encode([.. _words.Select(place => text[place.Start..place.End])]);
    }

    public TaskItem Item { get; }

    /// <summary>Where its words stand.</summary>
    public IReadOnlyList<TextWord> Words => _words;

    // An entity's score is the probability of its type and words among all legal paths.
    public ITaskPrediction Read(ItemPrediction prediction)
    {
        var entities = _model.Labels.Entities(prediction.LabelIds);
        if (entities.Count == 0) return new EntityPrediction(_text, []);
        using var paths = _model.Paths(prediction.Logits, prediction.LabelIds.Length);
        return new EntityPrediction(_text, [.. entities.Select(entity => Find(entity, paths.Probability(entity)))]);
    }

    private TextEntity Find(EntitySpan entity, double score)
    {
        var (start, end) = (_words[entity.Start].Start, _words[entity.End].End);
        return new TextEntity(entity.Type, start, end, _text[start..end], score);
    }
}
