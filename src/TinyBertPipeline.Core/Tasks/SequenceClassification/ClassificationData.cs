using System.Globalization;

namespace TinyBertPipeline.Core.Tasks.SequenceClassification;

/// <summary>Labelled texts as a classifier sees them.</summary>
internal sealed class ClassificationData : ITaskData
{
    private readonly ClassificationModel _model;
    private readonly ClassificationFile _file;
    private readonly Lazy<TaskItem[]> _items;
    private readonly int[] _gold;

    public ClassificationData(ClassificationModel model, ClassificationFile file)
    {
        (_model, _file) = (model, file);
        _items = new(() => [.. file.Texts.AsParallel().AsOrdered().Select(text => model.Item(text.Text, text.Pair))]);
        _gold = [.. file.Texts.Select(text => model.IdOf(text.Label))];
        string[] unknown = [.. file.Labels.Where(label => model.IdOf(label) < 0)];
        Warnings = unknown.Length == 0 ? []
            : [$"{file.Path}: the model does not know these labels, so their texts count as missed: {string.Join(", ", unknown)}"];
    }

    public string Path => _file.Path;

    public IReadOnlyList<KeyValuePair<string, long>> Counts => [new(_file.Texts[0].Pair is null ? "texts" : "pairs", _file.Texts.Count)];

    public IReadOnlyList<string> Warnings { get; }

    public IReadOnlyList<TaskItem> Items => _items.Value;

    public IReadOnlyList<TaskExample> Examples() =>
    [
        .. _file.Texts.Zip(_gold).Zip(Items, (text, item) =>
        {
            var (labeled, id) = text;
            if (id < 0)
            {
                throw new InvalidInputException(InputKind.Data, Path,
                    $"the model has no label {UserText.Quote(labeled.Label)}; its labels are {string.Join(", ", _model.Config.Labels)}", labeled.Line);
            }
            return new TaskExample(item.Windows[0].Input)
            {
                Targets = [id],
                Source = string.Create(CultureInfo.InvariantCulture, $"line {labeled.Line}: {labeled.Text}"),
            };
        }),
    ];

    public ITaskData Pick(IReadOnlyList<int> items) => new ClassificationData(_model, _file.Pick(items));

    public ITaskData For(ITaskModel model) => new ClassificationData((ClassificationModel)model, _file);

    public ITaskData LabelledBy(IReadOnlyList<ItemPrediction> predictions) => new ClassificationData(
        _model, _file.With([.. _file.Texts.Zip(predictions, (text, found) => text with { Label = _model.Config.Labels[found.LabelIds[0]] })]));

    public TaskScore Score(IReadOnlyList<ItemPrediction> predictions) => Report(predictions).Score;

    public ITaskReport Report(IReadOnlyList<ItemPrediction> predictions, string? mode = null) => mode is null
        ? new ClassificationReport([.. _file.Texts.Zip(_gold, Name)], [.. predictions.Select(found => _model.Config.Labels[found.LabelIds[0]])])
        : throw new InvalidInputException(InputKind.Configuration, null, $"there is no mode '{mode}': texts are counted in one way");

    public ITaskErrors Errors(IReadOnlyList<ItemPrediction> predictions, ILabeledFile? training = null) =>
        new ClassificationErrors([.. _file.Texts.Zip(_gold).Zip(predictions, (text, found) => new EvaluatedText(
            text.First, Name(text.First, text.Second), _model.Config.Labels[found.LabelIds[0]],
            ClassifiedText.Softmax(found.Logits)[found.LabelIds[0]]))]);

    public IReadOnlyList<double[]> Parts(IReadOnlyList<ItemPrediction> predictions) =>
        [.. predictions.Zip(_gold, (found, gold) => new[] { found.LabelIds[0] == gold ? 1.0 : 0, 1 })];

    public double ValueOf(double[] sum) => sum[1] == 0 ? 0 : sum[0] / sum[1];

    // A label that the model knows under its own name, else as the file has it.
    private string Name(LabeledText text, int id) => id >= 0 ? _model.Config.Labels[id] : text.Label;
}

/// <summary>A text, or a pair of texts, with its label.</summary>
/// <param name="Text">The text.</param>
/// <param name="Pair">The second text, or null.</param>
/// <param name="Label">The label as written.</param>
/// <param name="Line">Its line in the file, counted from 1.</param>
internal sealed record LabeledText(string Text, string? Pair, string Label, long Line);
