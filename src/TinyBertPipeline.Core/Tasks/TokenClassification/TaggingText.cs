using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tasks.TokenClassification;

/// <summary>Labelled sentences as texts of which the model makes the words. Entities are compared by their characters.</summary>
internal sealed class TaggingText : ITextData
{
    private readonly TaggingModel _model;
    private readonly LabeledData _data;
    private readonly LabelRepair _repair;
    private readonly SentenceText[] _sentences;
    private readonly TaggedText[] _texts;

    public TaggingText(TaggingModel model, LabeledData data, LabelRepair repair)
    {
        (_model, _data, _repair) = (model, data, repair);
        _sentences = [.. data.Sentences.Select(sentence => TextOf(sentence, model.Settings.Words!.Value))];
        _texts = [.. _sentences.AsParallel().AsOrdered().Select(sentence => new TaggedText(model, sentence.Text))];
        Items = [.. _texts.Select(text => text.Item)];
    }

    public IReadOnlyList<TaskItem> Items { get; }

    public long OtherWords => _sentences.Zip(_texts).Sum(pair =>
    {
        var made = pair.Second.Words.ToHashSet();
        return (long)pair.First.Starts.Zip(pair.First.Ends, (start, end) => new TextWord(start, end)).Count(word => !made.Contains(word));
    });

    public TaskScore Score(IReadOnlyList<ItemPrediction> predictions)
    {
        var gold = _data.Sentences.Zip(_sentences, (sentence, text) => sentence.Entities.Select(
            entity => entity with { Start = text.Starts[entity.Start], End = text.Ends[entity.End] - 1 }));
        var predicted = predictions.Zip(_texts, (prediction, text) => _model.Labels.Read(prediction.LabelIds).Select(
            entity => entity with { Start = text.Words[entity.Start].Start, End = text.Words[entity.End].End - 1 }));
        var micro = EvaluationReport.Compute([.. gold], [.. predicted], accuracy: 0, repair: _repair).Micro;
        return TaggingReport.ScoreOf(micro);
    }

    // Characters are joined without white space, which would be no character of the text.
    private static SentenceText TextOf(LabeledSentence sentence, WordSplit words)
    {
        if (sentence.Text is { } text) return text;
        if (words != WordSplit.Character) return JoinedWords.Join(sentence.Words);
        var ends = new int[sentence.Words.Length];
        for (var i = 0; i < ends.Length; i++) ends[i] = (i == 0 ? 0 : ends[i - 1]) + sentence.Words[i].Length;
        return new SentenceText(string.Concat(sentence.Words), [.. ends.Select((end, i) => end - sentence.Words[i].Length)], ends);
    }
}
