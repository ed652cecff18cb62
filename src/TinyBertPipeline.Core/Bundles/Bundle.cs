using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Labeling.Paths;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.Known;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Bundles;

/// <summary>
/// A folder with a BERT model of one of the tasks: config, labels, tokenizer, weights and what was derived from them. Any Hugging Face folder
/// of such a model is one; <c>run.json</c> may be absent.
/// </summary>
public sealed class Bundle
{
    private readonly Lazy<string> _weightsSha256;
    private readonly string _texts;
    private readonly IMessages _messages;

    private Bundle(string folder, string texts, ITaskModel model, IMessages messages)
    {
        (Folder, _texts, Model, _messages) = (folder, texts, model, messages);
        _weightsSha256 = new(() => BertWeights.HashFolder(folder));
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Task, labels, tokenizer and settings: the model but for its weights.</summary>
    public ITaskModel Model { get; }

    /// <summary>What the model is for.</summary>
    public ITask Task => Model.Task;

    /// <summary>The model's sizes and labels.</summary>
    public BertConfig Config => Model.Config;

    /// <summary>The tokenizer, casing included.</summary>
    public BertTokenizer Tokenizer => Model.Tokenizer;

    /// <summary>How the model works, none of it left open.</summary>
    public BundleSettings Settings => Model.Settings;

    /// <summary>SHA-256 of the weights file (see <see cref="BertWeights.Sha256"/>), computed when it is first asked for.</summary>
    /// <exception cref="InvalidInputException">The folder has no weights.</exception>
    public string WeightsSha256 => _weightsSha256.Value;

    /// <summary>Where named operating points are or go.</summary>
    public string OperatingPointsPath => Path.Combine(Folder, BundleFiles.OperatingPoints);

    /// <summary>One SHA-256 over weights, config and tokenizer, the latter two as they were when the folder was opened.</summary>
    /// <exception cref="InvalidInputException">The folder has no weights.</exception>
    public string ContentSha256 => BundleContent.HashAll(WeightsSha256, _texts);

    /// <summary>Where the exported ONNX model is or goes.</summary>
    public string OnnxPath => Path.Combine(Folder, BundleFiles.Onnx);

    /// <summary>Where the quantized ONNX model is or goes.</summary>
    public string QuantizedOnnxPath => Path.Combine(Folder, BundleFiles.QuantizedOnnx);

    /// <summary>Where the OpenVINO IR is or goes; its weights are in the <c>.bin</c> beside it.</summary>
    public string IrPath => Path.Combine(Folder, BundleFiles.Ir);

    /// <summary>Where the quantized OpenVINO IR is or goes: under its default name, in a folder that is a bundle of its own.</summary>
    public string QuantizedIrPath => Path.Combine(Folder, BundleFiles.QuantizedIrFolder, BundleFiles.Ir);

    /// <summary>Where the calibrated ranges behind both quantized models are or go.</summary>
    public string QuantizationPath => Path.Combine(Folder, BundleFiles.Quantization);

    /// <summary>How the bundle was made, or null: then it was made elsewhere, or its run did not end.</summary>
    /// <exception cref="InvalidInputException">There is a <c>run.json</c> and it is broken.</exception>
    public RunRecord? ReadRun() => RunRecord.TryRead(Folder);

    /// <summary>Opens a folder; the weights are read later.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="overrides">What the user says otherwise than the folder.</param>
    /// <param name="messages">
    /// Is told what a user should know although the folder can be used: now of pieces that stand twice in the vocabulary, later of tensors
    /// that <see cref="LoadWeights"/> leaves out.
    /// </param>
    /// <exception cref="InvalidInputException">
    /// Config or tokenizer are absent or broken, the labels are those of no such model, or the tokenizer has more pieces than the model; or
    /// the folder's files are half replaced.
    /// </exception>
    public static Bundle Open(string folder, BundleOverrides? overrides = null, IMessages? messages = null)
    {
        overrides ??= BundleOverrides.None;
        messages ??= NoMessages.Instance;
        if (!Directory.Exists(folder)) throw new InvalidInputException(InputKind.Model, folder, "there is no such folder");
        CompleteUpdates(folder);
        var texts = BundleContent.HashTexts(folder);
        var config = BertConfig.Load(folder);
        if (overrides.Labels is { } labels) config = WithLabels(folder, config, labels);
        var tokenizer = BertTokenizer.Load(folder, messages);
        ThrowIfLarger(folder, tokenizer, config);
        var model = Bind(folder, overrides, config, tokenizer);
        foreach (var warning in overrides.Labels is null ? config.Warnings : []) messages.Warn($"{folder}: {warning}");
        foreach (var note in model.Notes) messages.Note(note with { Text = $"{folder}: {note.Text}" });
        return new Bundle(folder, texts, model, messages);
    }

    /// <summary>
    /// The bundle as an engine can run it: where the engine's model takes sequences of one length only, windows are not longer.
    /// </summary>
    /// <exception cref="InvalidInputException">The length has no room for a piece.</exception>
    public Bundle Within(EngineInfo engine) => engine.FixedLength is { } length ? Within(length) : this;

    /// <summary>The bundle with windows of at most so many pieces.</summary>
    /// <exception cref="InvalidInputException">The length has no room for a piece.</exception>
    public Bundle Within(int length)
    {
        if (Settings.Window <= length) return this;
        if (length < BundleSettings.SmallestWindow)
        {
            throw new InvalidInputException(InputKind.Model, Folder,
                $"the converted model takes {length} pieces; {BundleSettings.SmallestWindow} are the least that hold a text");
        }
        _messages.Note($"{Folder}: the converted model takes {length} pieces at a time, so windows have {length} instead of {Settings.Window}");
        return new Bundle(Folder, _texts, Task.Bind(Config, Tokenizer, Settings with { Window = length }), _messages);
    }

    /// <summary>Refuses a tokenizer with pieces that a model has no embeddings for.</summary>
    /// <exception cref="InvalidInputException">There are more pieces than <c>vocab_size</c>.</exception>
    public static void ThrowIfLarger(string folder, BertTokenizer tokenizer, BertConfig config)
    {
        if (tokenizer.Vocabulary.Count <= config.VocabularySize) return;
        throw new InvalidInputException(InputKind.Model, folder,
            $"the tokenizer has {tokenizer.Vocabulary.Count} pieces, but vocab_size in the config is {config.VocabularySize}");
    }

    /// <summary>Reads the weights with the task's head, checked against the config.</summary>
    /// <exception cref="InvalidInputException">The weights are absent or broken, or the folder was replaced since it was opened.</exception>
    public BertWeights LoadWeights()
    {
        var weights = BertWeights.Load(Folder, Config, Task.Head(Config));
        if (BundleContent.HashTexts(Folder) != _texts)
            throw new InvalidInputException(InputKind.Model, Folder, "config or tokenizer were replaced while the model was read; start again");
        if (weights.Report.Warning is { } warning) _messages.Warn($"{Folder}: {warning}");
        return weights;
    }

    /// <summary>Completes an update of a bundle that was cut short; that of the bundle around an <c>int8</c>, too.</summary>
    /// <exception cref="InvalidInputException">The folder's files are half replaced, and the rest cannot be done.</exception>
    public static void CompleteUpdates(string folder)
    {
        FolderUpdate.Complete(folder);
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Path.GetFileName(full) == BundleFiles.QuantizedIrFolder && Path.GetDirectoryName(full) is { } around) FolderUpdate.Complete(around);
    }

    private static BertConfig WithLabels(string folder, BertConfig config, IReadOnlyList<string> labels) =>
        config.Labels.Count == 0 || config.Labels.Count == labels.Count
            ? config with { Labels = labels }
            : throw new InvalidInputException(InputKind.Model, folder,
                $"{labels.Count} labels were given, but id2label in the config has {config.Labels.Count}");

    private static OperatingPoint FindPoint(string folder, string name)
    {
        var path = Path.Combine(folder, OperatingPointFile.FileName);
        if (!File.Exists(path))
        {
            throw new InvalidInputException(InputKind.Configuration, path, "no such file: the bundle has no operating points")
            {
                Remedy = new Remedy(RemedyKind.Calibrate, folder),
            };
        }
        var points = OperatingPointFile.Read(path);
        return points.FirstOrDefault(point => point.Key == name).Value ?? throw new InvalidInputException(InputKind.Configuration, path,
            $"has no operating point '{name}'; {NearestName.Suggest(name, points.Select(point => point.Key))}");
    }

    // What concerns a file is said of the folder; what concerns the user's own settings is not.
    private static ITaskModel Bind(string folder, BundleOverrides overrides, BertConfig config, BertTokenizer tokenizer)
    {
        try
        {
            var settings = overrides.Settings.Or(BundleSettings.Read(config));
            if (overrides.OperatingPoint is { } name)
                settings = settings with { Reading = settings.Reading with { Point = FindPoint(folder, name) } };
            return (overrides.Task ?? TaskList.Of(config)).Bind(config, tokenizer, settings);
        }
        catch (InvalidInputException e) when (e.File is null && e.Kind == InputKind.Model)
        {
            throw e.In(folder);
        }
    }
}

/// <summary>What a user says of a model otherwise than its folder does.</summary>
public sealed record BundleOverrides
{
    /// <summary>Nothing.</summary>
    public static BundleOverrides None { get; } = new();

    /// <summary>The labels in the order of the logits, for a folder whose config has none; null takes those of the config.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>The settings that shall be others than the folder's.</summary>
    public BundleSettings Settings { get; init; } = new();

    /// <summary>
    /// Name of the operating point in the folder's <see cref="OperatingPointFile"/> that labels are decoded at; null for none.
    /// </summary>
    public string? OperatingPoint { get; init; }

    /// <summary>The task, for a folder whose config does not name it; null takes the config's.</summary>
    public ITask? Task { get; init; }
}
