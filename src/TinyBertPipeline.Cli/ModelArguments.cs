using System.CommandLine;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.Known;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Inference.Precisions;
using TinyBertPipeline.Pipeline.Engines;

namespace TinyBertPipeline.Cli;

/// <summary>The model of a verb, and what a user says of it otherwise than its folder does.</summary>
internal static class ModelArguments
{
    public static readonly Argument<string> Bundle = new("bundle") { Description = "model bundle: any Hugging Face folder of a BERT tagger or classifier" };

    public static readonly Option<string?> Labels = new("--labels")
    {
        Description = "labels in the order of the classifier's rows, for a model whose labels were never saved: O,B-PER,I-PER or a file with a label a line",
        HelpName = "LIST",
    };

    public static readonly Option<string?> Task = new("--task")
    {
        Description = $"what the model is for, where its folder does not say so: {string.Join(", ", TaskList.All.Select(task => task.Name))}",
        HelpName = "NAME",
    };

    public static readonly Option<int?> Window = new("--window")
    {
        Description = "longest sequence in pieces; default: that of the model's training",
        HelpName = "PIECES",
    };

    /// <summary>The sizes of a model that starts from random weights.</summary>
    public static readonly Option<string?> NewSize = new("--size")
    {
        Description = $"of a new model: {string.Join(", ", BertPresets.Names)}, or layers,hidden,heads,intermediate",
        HelpName = "PRESET",
    };

    /// <summary>The tokenizer of a model that starts from random weights.</summary>
    public static readonly Option<string?> NewTokenizer = new("--tokenizer")
    {
        Description = "of a new model: folder of its vocabulary (vocab train makes one)",
        HelpName = "DIR",
    };

    /// <summary>The window of a training, which its bundle keeps.</summary>
    public static readonly Option<int?> TrainingWindow = new("--window")
    {
        Description = "longest sequence in pieces, in training and after it; default: 128, or less where the model or the teacher takes less",
        HelpName = "PIECES",
    };

    public static readonly Option<DecodeMode?> Decode = new("--decode")
    {
        Description = "taggers: viterbi (best legal label sequence) or argmax (best label of each word); default: that of the model's training",
    };

    public static readonly Option<string?> OperatingPoint = new("--operating-point")
    {
        Description = "taggers: a point between precision and recall that calibrate has fitted, by its name; none by default",
        HelpName = "NAME",
    };

    public static readonly Option<WordSplit?> Words = new("--words")
    {
        Description = "taggers: how words of raw text are made (punctuation, whitespace, character, learned); default: as those of the training file",
    };

    public static readonly Option<double?> Threshold = new("--threshold")
    {
        Description = "taggers: entities less probable than this are left out, 0 to 1",
    };

    public static readonly Option<int?> Best = new("--n-best")
    {
        Description = "taggers: also tell the K most probable readings of each text",
        HelpName = "K",
    };

    public static readonly Option<string> Engine = new("--engine")
    {
        Description = EngineName.Choices,
        DefaultValueFactory = _ => EngineFactory.Onnx,
    };

    public static readonly Option<string> Precision = new("--precision")
    {
        Description = $"{string.Join(", ", ModelPrecision.Names)}: auto measures at first use which is the fastest here, and keeps it beside the model",
        DefaultValueFactory = _ => ModelPrecision.F32,
    };

    public static readonly Option<int?> Threads = new("--threads")
    {
        Description = "threads of one inference, 0 for all processors; default: all for one text, 1 for many (then several run at once)",
        HelpName = "N",
    };

    public static readonly Option<int?> Streams = new("--streams")
    {
        Description = "OpenVINO: inferences at the same time; default: as many as processors and threads allow",
        HelpName = "N",
    };

    public static readonly Option<string?> Device = new("--device") { Description = "OpenVINO: CPU (the default), GPU, NPU or AUTO", HelpName = "NAME" };

    private static readonly Option<TagScheme?> _scheme = new("--model-scheme", "--scheme")
    {
        Description = $"taggers: scheme of the model's labels, where they leave it open ({DataArguments.Schemes})",
    };

    private static readonly Option<TagScheme?> _schemeBesideData = new("--model-scheme") { Description = _scheme.Description };

    /// <summary>What every verb with a bundle understands.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="readsLabels">Whether <c>--scheme</c> is that of a labelled file.</param>
    public static void AddTo(Command command, bool readsLabels = false)
    {
        command.Options.Add(readsLabels ? _schemeBesideData : _scheme);
        command.Arguments.Insert(0, Bundle);
        command.Options.Add(Labels);
        command.Options.Add(Task);
    }

    /// <summary>Opens a verb's bundle; what a user should know of it goes to standard error.</summary>
    public static Bundle Open(ParseResult arguments) => Open(arguments, arguments.GetValue(Bundle)!);

    /// <summary>Opens a bundle with what the user says of it.</summary>
    public static Bundle Open(ParseResult arguments, string folder) => Core.Bundles.Bundle.Open(folder, Overrides(arguments), ConsoleMessages.Instance);

    /// <summary>How a verb opens engines.</summary>
    /// <param name="arguments">The verb's arguments.</param>
    /// <param name="use">What it opens them for, one text or many; null for one.</param>
    public static EngineSettings Engines(ParseResult arguments, EngineSettings? use = null)
    {
        var settings = use ?? EngineSettings.Latency;
        if (arguments.GetValue(Engine) is { } engine)
        {
            ThrowIfNotOpenVino(arguments, [engine]);
            if (EngineFactory.QuantizedNames.Contains(engine) && CommonOptions.IsGiven(arguments, Precision) && arguments.GetValue(Precision) == ModelPrecision.F32)
                throw new InvalidInputException(InputKind.Configuration, null, $"engine {engine} runs the 8-bit model; without -int8 it has precision f32");
        }
        return settings with
        {
            OpenVinoFolder = arguments.GetValue(CommonOptions.OpenVino),
            Messages = ConsoleMessages.Instance,
            Precision = arguments.GetValue(Precision) ?? settings.Precision,
            Device = arguments.GetValue(Device) ?? settings.Device,
            Threads = NotNegative("--threads", arguments.GetValue(Threads)) ?? settings.Threads,
            Streams = NotNegative("--streams", arguments.GetValue(Streams)) ?? settings.Streams,
        };
    }

    /// <summary>Refuses what only OpenVINO has where no engine is one of its.</summary>
    /// <exception cref="InvalidInputException">An option would change nothing.</exception>
    public static void ThrowIfNotOpenVino(ParseResult arguments, IReadOnlyList<string> engines)
    {
        if (engines.Any(engine => engine.StartsWith(EngineFactory.OpenVino, StringComparison.Ordinal))) return;
        foreach (var option in new Option[] { Device, Streams }.Where(option => CommonOptions.IsGiven(arguments, option)))
        {
            throw new InvalidInputException(InputKind.Configuration, null,
                $"{option.Name} is OpenVINO's; it changes nothing of {string.Join(", ", engines.Select(UntrustedText.Quote))}");
        }
    }

    private static int? NotNegative(string option, int? value) => value is not < 0 ? value
        : throw new InvalidInputException(InputKind.Configuration, null, $"{option} {value}: expected 0 or more");

    // An option that a verb does not have has no value.
    private static BundleOverrides Overrides(ParseResult arguments) => new()
    {
        Labels = arguments.GetValue(Labels) is { } labels ? LabelList.Parse(labels) : null,
        OperatingPoint = arguments.GetValue(OperatingPoint),
        Task = arguments.GetValue(Task) is { } task ? TaskList.Find(task) : null,
        Settings = new BundleSettings
        {
            Scheme = arguments.GetValue(_schemeBesideData) ?? arguments.GetValue(_scheme),
            Window = arguments.GetValue(Window),
            Decoder = arguments.GetValue(Decode),
            Words = arguments.GetValue(Words),
            Reading = new ReadingOptions
            {
                Threshold = arguments.GetValue(Threshold) ?? 0,
                Best = arguments.GetValue(Best) ?? 0,
            },
        },
    };
}
