using System.Globalization;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Augmentation;
using TinyBertPipeline.Core.Data.Labeled;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Evaluation.Calibration;
using TinyBertPipeline.Core.Evaluation.Errors;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tasks.TokenClassification;

/// <summary>Labelled sentences as a tagger sees them.</summary>
internal sealed class TaggingData : ITaskData
{
    private readonly TaggingModel _model;
    private readonly LabeledData _data;
    private readonly LabelRepair _repair;
    private readonly Lazy<TaskItem[]> _items;

    public TaggingData(TaggingModel model, LabeledData data, LabelRepair repair)
    {
        (_model, _data, _repair) = (model, data, repair);
        _items = new(() => [.. data.Sentences.AsParallel().AsOrdered().Select(sentence => model.Encode(sentence.Words))]);
    }

    public string Path => _data.Path;

    public IReadOnlyList<KeyValuePair<string, long>> Counts => [new("sentences", _data.Sentences.Count), new("words", _data.WordCount)];

    public IReadOnlyList<string> Warnings => [.. UnknownTypes().Concat(OtherScheme()).Select(warning => $"{Path}: {warning}")];

    public IReadOnlyList<TaskItem> Items => _items.Value;

    public IReadOnlyList<TaskExample> Examples()
    {
        _data.ThrowIfTypesMissing(_model.Labels);
        return [.. _data.Sentences.Zip(Items).SelectMany(pair => Examples(pair.First, pair.Second))];
    }

    public ITaskData Pick(IReadOnlyList<int> items) => new TaggingData(_model, _data.Pick(items), _repair);

    public ITaskData For(ITaskModel model) => new TaggingData((TaggingModel)model, _data, _repair);

    public ITaskData LabelledBy(IReadOnlyList<ItemPrediction> predictions) => new TaggingData(
        _model, _data.With([.. _data.Sentences.Zip(predictions, (sentence, found) => new LabeledSentence(
            sentence.Words, EntityWriter.ToBioes(_model.Labels.Read(found.LabelIds).After(_repair), sentence.Words.Length), sentence.Line))]), _repair);

    public ITaskData Swapped(int copies, int seed) => new TaggingData(_model, _data.With(
        [.. EntitySwap.Augment(_data, new AugmentationOptions { Copies = copies, Seed = seed }).Select(made => made.Sentence)]), _repair);

    public ITaskErrors Errors(IReadOnlyList<ItemPrediction> predictions, ILabeledFile? training = null) =>
        new TaggingErrors(ErrorAnalysis.Of([.. _data.Sentences.Zip(predictions, Evaluate)], (training as TaggingFile)?.Data.Sentences));

    public ITextData AsText() => new TaggingText(_model, _data, _repair);

    public TaskScore Score(IReadOnlyList<ItemPrediction> predictions) => Report(predictions).Score;

    public ITaskReport Report(IReadOnlyList<ItemPrediction> predictions, string? mode = null)
    {
        int[][] decoded = [.. predictions.Select(prediction => prediction.LabelIds)];
        int[][] best = [.. predictions.Select(prediction => _model.Decode(prediction.Logits, prediction.LabelIds.Length, DecodeMode.Argmax))];
        return new TaggingReport(Score(decoded, ModeOf(mode)), Score(best, ModeOf(mode)), _model.Head.HasCrf);
    }

    public ICalibration Calibration(IReadOnlyList<ItemPrediction> predictions)
    {
        _data.ThrowIfTypesMissing(_model.Labels);
        return new TaggingCalibration(_model, Path, _repair,
        [
            .. _data.Sentences.Zip(predictions, (sentence, prediction) =>
                new ScoredSentence(prediction.Logits, LabelIds(sentence, sentence.Entities.After(_repair)))),
        ]);
    }

    public IReadOnlyList<double[]> Parts(IReadOnlyList<ItemPrediction> predictions) =>
    [
        .. Gold.Zip(predictions, (gold, prediction) =>
        {
            var counts = EntityCounts.Of(gold, _model.Labels.Read(prediction.LabelIds), repair: _repair);
            return new double[] { counts.Correct, counts.Predicted, counts.Gold };
        }),
    ];

    public double ValueOf(double[] sum) => new EntityCounts((int)sum[0], (int)sum[1], (int)sum[2]).Score().F1;

    private EvaluatedSentence Evaluate(LabeledSentence sentence, ItemPrediction prediction)
    {
        var (gold, predicted) = (sentence.Entities.After(_repair), _model.Labels.Read(prediction.LabelIds).After(_repair));
        var probabilities = new Dictionary<EntitySpan, double>();
        using var paths = _model.Paths(prediction.Logits, prediction.LabelIds.Length);
        foreach (var entity in gold.Concat(predicted)) probabilities[entity] = paths.Probability(entity);
        return new EvaluatedSentence(sentence.Words, sentence.Line, gold, predicted) { Probabilities = probabilities };
    }

    private IEnumerable<string> UnknownTypes()
    {
        var unknown = _data.Types.Except(_model.Labels.Types, StringComparer.Ordinal).Select(LabeledData.Shown).ToArray();
        if (unknown.Length > 0)
            yield return $"the model does not know these types, so their entities count as missed: {string.Join(", ", unknown)}";
    }

    // A model of BIO labels may have been trained on IOB1: its legal paths would then be the wrong ones.
    private IEnumerable<string> OtherScheme()
    {
        var choice = _model.Labels.Choice;
        if (choice.IsAmbiguous && choice.Others.Contains(_data.Scheme))
        {
            yield return $"the file is of scheme {_data.Scheme}, of which the labels of the model may be, too; the model is taken to be of {choice.Taken}. "
                + "If it was trained on such files, it needs to be told";
        }
    }

    private EntityReadings[] Gold => [.. _data.Sentences.Select(sentence => sentence.Entities)];

    private EvaluationReport Score(int[][] predicted, EvaluationMode mode) => EvaluationReport.Compute(
        Gold, [.. predicted.Select(ids => _model.Labels.Read(ids))], LabelAgreement.Of(_data, _model.Labels, predicted), mode, _repair);

    private IEnumerable<TaskExample> Examples(LabeledSentence sentence, TaskItem item)
    {
        var labels = LabelIds(sentence, sentence.Entities.Lenient);
        var source = string.Create(CultureInfo.InvariantCulture, $"line {sentence.Line}: {string.Join(' ', sentence.Words)}");
        foreach (var window in item.Windows)
        {
            var targets = new int[window.Input.Length];
            Array.Fill(targets, TaskExample.NoLabel);
            foreach (var (position, word) in window.Counted) targets[position] = labels[word];
            yield return new TaskExample(window.Input) { Targets = targets, Source = source };
        }
    }

    // Entities of the file as the model writes them, whatever its scheme.
    private int[] LabelIds(LabeledSentence sentence, IReadOnlyList<EntitySpan> entities)
    {
        try
        {
            return _model.Labels.Encode(entities, sentence.Words.Length);
        }
        catch (InvalidInputException e) when (e.File is null)
        {
            throw new InvalidInputException(InputKind.Data, Path, $"the model cannot learn this sentence: {e.Message}", sentence.Line, e);
        }
    }

    private static EvaluationMode ModeOf(string? mode) => mode is null ? EvaluationMode.Strict
        : Enum.TryParse<EvaluationMode>(mode, ignoreCase: true, out var known) ? known
        : throw new InvalidInputException(InputKind.Configuration, null, $"there is no mode '{mode}'; entities are counted strict or default");
}
