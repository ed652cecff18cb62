using System.Globalization;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tasks.SequenceClassification;

/// <summary>A classifier of texts but for its weights.</summary>
internal sealed class ClassificationModel : ITaskModel
{
    private readonly BertTokenizer _plain;
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);

    public ClassificationModel(ITask task, BertConfig config, BertTokenizer tokenizer, BundleSettings settings)
    {
        (Task, Config, Tokenizer, Settings) = (task, config, tokenizer, settings);
        _plain = tokenizer.WithPlainText();                 // "[SEP]" in a text is text
        foreach (var (id, label) in config.Labels.Index()) _ids.Add(label, id);
    }

    public ITask Task { get; }

    public BertConfig Config { get; }

    public BertTokenizer Tokenizer { get; }

    public BundleSettings Settings { get; }

    public ITaskData Data(ILabeledFile file) => file is ClassificationFile texts
        ? new ClassificationData(this, texts)
        : throw new ArgumentException($"{file.Path} was not read by this task", nameof(file));

    public IReadOnlyList<TaskExample> Examples(ISoftLabels soft) => soft is SoftClasses classes
        ? classes.Examples(this)
        : throw new ArgumentException($"{soft.Path} was not read by this task", nameof(soft));

    public ITaskText Encode(string text, string? pair = null) => new ClassifiedText(this, text, pair);

    public int[] Decode(ReadOnlySpan<float> logits, int rows)
    {
        if (rows != 1 || logits.Length != Config.Labels.Count)
            throw new ArgumentException($"{rows} rows with {logits.Length} logits; a text has one row of {Config.Labels.Count}");
        foreach (var logit in logits)
        {
            if (!float.IsFinite(logit)) throw new ArgumentException($"a logit is {logit}");
        }
        return [Highest(logits)];
    }

    /// <summary>The id of a label as a file writes it, or -1. Where the labels of the model were never named, a file may have their numbers.</summary>
    public int IdOf(string label) => _ids.TryGetValue(label, out var id) ? id
        : Config.HasDefaultLabels && int.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < Config.Labels.Count
            ? number : -1;

    /// <summary>[CLS] text [SEP] or [CLS] text [SEP] pair [SEP], cut to the window: of a pair the longer text gives way.</summary>
    public TaskItem Item(string text, string? pair)
    {
        var encoded = _plain.Encode(text, pair, Settings.Window!.Value);
        return new TaskItem([new TaskWindow(new ModelInput(encoded.Ids, pair is null ? null : encoded.TypeIds), [new CountedRow(0, 0)])], 1);
    }

    private static int Highest(ReadOnlySpan<float> logits)
    {
        var highest = 0;
        for (var label = 1; label < logits.Length; label++)
        {
            if (logits[label] > logits[highest]) highest = label;
        }
        return highest;
    }
}
