using System.Globalization;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tasks.TokenClassification;

/// <summary>Labelled sentences as a tagger sees them.</summary>
internal sealed class TaggingData : ITaskData
{
    private readonly TaggingModel _model;
    private readonly LabeledData _data;
    private readonly Lazy<TaskItem[]> _items;

    public TaggingData(TaggingModel model, LabeledData data)
    {
        (_model, _data) = (model, data);
        _items = new(() => [.. data.Sentences.AsParallel().AsOrdered().Select(sentence => model.Encode(sentence.Words))]);
        var unknown = data.Types.Except(model.Labels.Types, StringComparer.Ordinal).Select(LabeledData.Shown).ToArray();
        Warnings = unknown.Length == 0 ? []
            : [$"{data.Path}: the model does not know these types, so their entities count as missed: {string.Join(", ", unknown)}"];
    }

    public string Path => _data.Path;

    public IReadOnlyList<KeyValuePair<string, long>> Counts => [new("sentences", _data.Sentences.Count), new("words", _data.WordCount)];

    public IReadOnlyList<string> Warnings { get; }

    public IReadOnlyList<TaskItem> Items => _items.Value;

    public IReadOnlyList<TaskExample> Examples()
    {
        _data.ThrowIfTypesMissing(_model.Labels);
        return [.. _data.Sentences.Zip(Items).SelectMany(pair => Examples(pair.First, pair.Second))];
    }

    public ITaskData Pick(IReadOnlyList<int> items) => new TaggingData(_model, _data.Pick(items));

    public TaskScore Score(IReadOnlyList<ItemPrediction> predictions) => Report(predictions).Score;

    public ITaskReport Report(IReadOnlyList<ItemPrediction> predictions, string? mode = null) => new TaggingReport(
        EvaluationReport.Compute(Gold, Predicted(predictions), ModeOf(mode)), Argmax(predictions, ModeOf(mode)));

    public IReadOnlyList<double[]> Parts(IReadOnlyList<ItemPrediction> predictions) =>
    [
        .. SentenceEntities.Read(Gold, Predicted(predictions), EvaluationMode.Strict, StrictScheme.Iobes).Select(pair =>
        {
            var (correct, predicted, gold) = EntityCounts.Of(pair.Gold, pair.Predicted);
            return new double[] { correct, predicted, gold };
        }),
    ];

    public double ValueOf(double[] sum) => new EntityCounts((int)sum[0], (int)sum[1], (int)sum[2]).Score().F1;

    private string[][] Gold => [.. _data.Sentences.Select(sentence => sentence.Labels)];

    private string[][] Predicted(IReadOnlyList<ItemPrediction> predictions) =>
        [.. predictions.Select(prediction => _model.Labels.ToBioes(prediction.LabelIds))];

    // The same logits with the best label of each word.
    private double Argmax(IReadOnlyList<ItemPrediction> predictions, EvaluationMode mode) => EvaluationReport.Compute(
        Gold,
        [.. predictions.Select(found => _model.Labels.ToBioes(_model.Decode(found.Logits, found.LabelIds.Length, DecodeMode.Argmax)))],
        mode).Micro.F1;

    private IEnumerable<TaskExample> Examples(LabeledSentence sentence, TaskItem item)
    {
        var labels = LabelIds(sentence);
        var source = string.Create(CultureInfo.InvariantCulture, $"line {sentence.Line}: {string.Join(' ', sentence.Words)}");
        foreach (var window in item.Windows)
        {
            var targets = new int[window.Input.Length];
            Array.Fill(targets, TaskExample.NoLabel);
            foreach (var (position, word) in window.Counted) targets[position] = labels[word];
            yield return new TaskExample(window.Input) { Targets = targets, Source = source };
        }
    }

    // The labels of the file's entities as the model writes them, whatever its scheme.
    private int[] LabelIds(LabeledSentence sentence)
    {
        var labels = _model.Labels.Scheme == TagScheme.Bioes ? sentence.Labels
            : EntityWriter.Write(EntityReader.ReadDefault(sentence.Labels), sentence.Labels.Length, _model.Labels.Scheme);
        var ids = Array.ConvertAll(labels, _model.Labels.IdOf);
        var missing = Array.IndexOf(ids, -1);
        return missing < 0 ? ids : throw new InvalidInputException(InputKind.Data, Path,
            $"the model has no label '{labels[missing]}', which it takes to learn this sentence", sentence.Line + missing);
    }

    private static EvaluationMode ModeOf(string? mode) => mode is null ? EvaluationMode.Strict
        : Enum.TryParse<EvaluationMode>(mode, ignoreCase: true, out var known) ? known
        : throw new InvalidInputException(InputKind.Configuration, null, $"there is no mode '{mode}'; entities are counted strict or default");
}
