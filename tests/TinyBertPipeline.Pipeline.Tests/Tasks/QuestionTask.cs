using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Pipeline.Tests.Tasks;

/// <summary>
/// A task that no project knows: is the text a question? A file has "? text" or "! text" on each line; the head reads the first position
/// without a pooler and calls its output by a name of its own.
/// </summary>
internal sealed class QuestionTask : ITask
{
    public const string TaskName = "question-detection";
    public const string Layer = "asked";

    public static readonly string[] Labels = ["!", "?"];

    public string Name => TaskName;

    public string Architecture => "BertForQuestionDetection";

    public TaskOutput Output(BertConfig config) => new("answers", OutputRows.Sequence, Labels.Length);

    public IEnumerable<TensorSlot> Head(BertConfig config) => BertTensors.Linear(Layer, Labels.Length, config.HiddenSize);

    public ITaskModel Bind(BertConfig config, BertTokenizer tokenizer, BundleSettings settings) =>
        new QuestionModel(this, config, tokenizer, settings.Within(config, tokenizer));

    public ILabeledFile Read(string path, DataOptions options)
    {
        string[] lines = [.. File.ReadLines(path).Where(line => line.Length > 2)];
        var wrong = Array.FindIndex(lines, line => !Labels.Contains(line[..1]));
        return wrong < 0 ? new QuestionFile(path, lines)
            : throw new InvalidInputException(InputKind.Data, path, "expected '?' or '!', a space and a text", wrong + 1);
    }

    public bool IsLabeled(string path) => File.ReadLines(path).FirstOrDefault() is ['?' or '!', ' ', ..];

    public ISoftLabels ReadSoftLabels(string path) => throw new InvalidInputException(InputKind.Data, path, "questions have no soft labels");
}

/// <summary>A file of questions and statements.</summary>
internal sealed record QuestionFile(string Path, IReadOnlyList<string> Lines) : ILabeledFile
{
    public string Description => $"{Lines.Count} lines";

    public IReadOnlyList<DataNote> Warnings => [];

    public IReadOnlyList<string> Labels => QuestionTask.Labels;

    public BundleSettings Complete(BundleSettings settings) => settings;

    public IEnumerable<string> Texts() => Lines.Select(line => line[2..]);
}
