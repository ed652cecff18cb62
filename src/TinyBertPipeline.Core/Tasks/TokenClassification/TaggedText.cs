using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Labeling.Paths;
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

    // An entity's score is the probability of its type and words among all paths.
    public ITaskPrediction Read(ItemPrediction prediction)
    {
        var (reading, rows) = (_model.Settings.Reading, prediction.LabelIds.Length);
        var entities = _model.Labels.Entities(prediction.LabelIds);
        if (rows == 0 || (entities.Count == 0 && reading.Best == 0)) return new EntityPrediction(_text, []);
        using var paths = _model.Paths(prediction.Logits, rows);
        var found = Find(entities, paths).Where(entity => entity.Score >= reading.Threshold);
        if (reading.Best == 0) return new EntityPrediction(_text, [.. found]);
        var best = _model.AllPaths.BestPaths(prediction.Logits, rows, reading.Best);
        return new EntityPrediction(_text, [.. found], [.. best.Select(path => Read(path, paths))]);
    }

    private TextReading Read(ScoredPath path, PathDistribution paths) =>
        new(Math.Exp(paths.LogProbability(path.LabelIds)), [.. Find(_model.Labels.Entities(path.LabelIds), paths)]);

    private IEnumerable<TextEntity> Find(IReadOnlyList<EntitySpan> entities, PathDistribution paths) => entities.Select(entity =>
    {
        var (start, end) = (_words[entity.Start].Start, _words[entity.End].End);
        return new TextEntity(entity.Type, start, end, _text[start..end], paths.Probability(entity));
    });
}

/// <summary>One way to read a text: a path of labels.</summary>
/// <param name="Probability">Its probability among all paths.</param>
/// <param name="Entities">The entities that it holds.</param>
internal sealed record TextReading(double Probability, IReadOnlyList<TextEntity> Entities);
