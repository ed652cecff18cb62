using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Pipeline.Tests.Tasks;

internal sealed record QuestionModel(ITask Task, BertConfig Config, BertTokenizer Tokenizer, BundleSettings Settings) : ITaskModel
{
    public ITaskData Data(ILabeledFile file) => new QuestionData(this, (QuestionFile)file);

    public IReadOnlyList<TaskExample> Examples(ISoftLabels soft) => throw new NotSupportedException();

    public ITaskText Encode(string text, string? pair = null) => new QuestionText(this, text);

    public int[] Decode(ReadOnlySpan<float> logits, int rows) => [logits[1] > logits[0] ? 1 : 0];

    public TaskItem Item(string text) =>
        new([new TaskWindow(new ModelInput(Tokenizer.Encode(text, null, Settings.Window!.Value).Ids), [new CountedRow(0, 0)])], 1);
}

internal sealed record QuestionText(QuestionModel Model, string Text) : ITaskText
{
    public TaskItem Item => Model.Item(Text);

    public ITaskPrediction Read(ItemPrediction prediction) => new QuestionAnswer(Text, QuestionTask.Labels[prediction.LabelIds[0]]);
}

internal sealed record QuestionAnswer(string Text, string Label) : ITaskPrediction
{
    public JsonObject ToJson() => new() { ["text"] = Text, ["asked"] = Label == "?" };

    public IReadOnlyList<IReadOnlyList<string>> ToRows() => [[Label, Text]];
}

internal sealed record QuestionData(QuestionModel Model, QuestionFile File) : ITaskData
{
    public string Path => File.Path;

    public ITaskData For(ITaskModel model) => new QuestionData((QuestionModel)model, File);

    public IReadOnlyList<KeyValuePair<string, long>> Counts => [new("lines", File.Lines.Count)];

    public IReadOnlyList<string> Warnings => [];

    public IReadOnlyList<TaskItem> Items { get; } = [.. File.Texts().Select(Model.Item)];

    public IReadOnlyList<TaskExample> Examples() => [.. Items.Zip(Gold, (item, gold) => new TaskExample(item.Windows[0].Input) { Targets = [gold] })];

    public ITaskData Pick(IReadOnlyList<int> items) => new QuestionData(Model, File with { Lines = [.. items.Select(item => File.Lines[item])] });

    public ITaskData LabelledBy(IReadOnlyList<ItemPrediction> predictions) => new QuestionData(
        Model, File with { Lines = [.. File.Lines.Zip(predictions, (line, found) => QuestionTask.Labels[found.LabelIds[0]] + line[1..])] });

    public TaskScore Score(IReadOnlyList<ItemPrediction> predictions)
    {
        var parts = Parts(predictions);
        return new TaskScore("rightAnswers", ValueOf([parts.Sum(part => part[0]), parts.Count]), new Dictionary<string, double>());
    }

    public ITaskReport Report(IReadOnlyList<ItemPrediction> predictions, string? mode = null) => new QuestionReport(Score(predictions));

    public IReadOnlyList<double[]> Parts(IReadOnlyList<ItemPrediction> predictions) =>
        [.. predictions.Zip(Gold, (found, gold) => new[] { found.LabelIds[0] == gold ? 1.0 : 0, 1 })];

    public double ValueOf(double[] sum) => sum[0] / sum[1];

    private IEnumerable<int> Gold => File.Lines.Select(line => Array.IndexOf(QuestionTask.Labels, line[..1]));
}

internal sealed record QuestionReport(TaskScore Score) : ITaskReport
{
    public JsonObject ToJson() => new() { ["rightAnswers"] = Score.Value };

    public string ToText() => $"right answers {Score.Value}\n";

    public (IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object>> Rows) ToTable() => (["rightAnswers"], [[Score.Value]]);
}
