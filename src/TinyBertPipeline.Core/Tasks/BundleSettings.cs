using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tasks;

/// <summary>
/// How a bundle's model works beside its weights: what training scored with is what every later use works with. Kept in <c>config.json</c>
/// under <see cref="BertConfig.SectionKey"/>; read and written here and nowhere else. What is null is not stated, as in folders that
/// were made elsewhere; a task then takes its default.
/// </summary>
public sealed record BundleSettings
{
    /// <summary>The longest window where none is stated: where a model takes more, longer windows cost more than they bring.</summary>
    public const int UsualWindow = 512;

    /// <summary>Room for [CLS], a piece and [SEP].</summary>
    public const int SmallestWindow = 3;

    private static readonly JsonSerializerOptions _layout =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The scheme of the labels.</summary>
    public TagScheme? Scheme { get; init; }

    /// <summary>How logits become labels.</summary>
    public DecodeMode? Decoder { get; init; }

    /// <summary>How the words of raw text are made: as those of the training file were.</summary>
    public WordSplit? Words { get; init; }

    /// <summary>The signs that the words of training have within; used where <see cref="Words"/> is <see cref="WordSplit.Learned"/>.</summary>
    public KeptMarks? Marks { get; init; }

    /// <summary>
    /// The longest sequence in pieces, [CLS] and [SEP] included: that of training, as positions beyond it were never trained. Where none is
    /// stated: what the model takes, at most <see cref="UsualWindow"/>.
    /// </summary>
    public int? Window { get; init; }

    /// <summary>What stands on the encoder.</summary>
    public HeadKind? Head { get; init; }

    /// <summary>Units of the head's LSTM in each direction.</summary>
    public int? LstmUnits { get; init; }

    /// <summary>Width of the dense layer behind the head's LSTM.</summary>
    public int? DenseUnits { get; init; }

    /// <summary>Where only legal paths are considered.</summary>
    public PathConstraint? Constraint { get; init; }

    /// <summary>Whether training left the encoder as it was.</summary>
    public bool? FrozenEncoder { get; init; }

    /// <summary>What scores are divided by before they become probabilities; fitted on labelled text.</summary>
    public double? Temperature { get; init; }

    /// <summary>What is asked of one use; neither read from a config nor written.</summary>
    public ReadingOptions Reading { get; init; } = ReadingOptions.Usual;

    /// <summary>Reads the settings of a config.</summary>
    /// <exception cref="InvalidInputException">A setting is of another kind or out of range.</exception>
    public static BundleSettings Read(BertConfig config)
    {
        var section = new SettingsSection(config.Section);
        return ReadHead(config) with
        {
            Scheme = section.Name<TagScheme>("scheme"),
            Decoder = section.Name<DecodeMode>("decoder"),
            Words = section.Name<WordSplit>("words"),
            Marks = section.Marks("marks"),
            Window = section.Whole("window", SmallestWindow),
            FrozenEncoder = section.Truth("frozenEncoder"),
            Temperature = section.Positive("temperature"),
        };
    }

    /// <summary>Reads what decides the tensors of a head and their training, and nothing else.</summary>
    /// <exception cref="InvalidInputException">A setting is of another kind or out of range.</exception>
    public static BundleSettings ReadHead(BertConfig config)
    {
        var section = new SettingsSection(config.Section);
        return new()
        {
            Head = section.Head("head"),
            LstmUnits = section.Whole("lstmUnits", 1),
            DenseUnits = section.Whole("denseUnits", 1),
            Constraint = section.Name<PathConstraint>("constraint"),
        };
    }

    /// <summary>The config with these settings; keys of other versions stay.</summary>
    public BertConfig ApplyTo(BertConfig config)
    {
        var section = new SettingsSection(config.Section);
        section.Set("scheme", Scheme?.ToString().ToLowerInvariant());
        section.Set("decoder", Decoder?.ToString().ToLowerInvariant());
        section.Set("words", Words?.ToString().ToLowerInvariant());
        section.SetMarks("marks", Marks);
        section.Set("window", Window);
        section.Set("frozenEncoder", FrozenEncoder);
        section.Set("temperature", Temperature);
        SetHead(section);
        return config.WithSection(section.ToJson());
    }

    /// <summary>The config with what decides the tensors of a head and their training; all else stays as it is.</summary>
    public BertConfig ApplyHeadTo(BertConfig config)
    {
        if (config.Section is null && (Head, LstmUnits, DenseUnits, Constraint) is (null, null, null, null)) return config;
        var section = new SettingsSection(config.Section);
        SetHead(section);
        return config.WithSection(section.ToJson());
    }

    /// <summary>Changes the temperature in the config of a folder, and nothing else of it.</summary>
    /// <exception cref="InvalidInputException">The folder has no config, or it is broken.</exception>
    /// <exception cref="EnvironmentException">The file cannot be written.</exception>
    public static void KeepTemperature(string folder, double temperature)
    {
        var path = BertConfig.Find(folder) ?? throw new InvalidInputException(InputKind.Model, folder, "there is no model config");
        var keys = JsonFile.ReadObject(path, InputKind.Model);
        var section = new SettingsSection(keys[BertConfig.SectionKey] as JsonObject);
        section.Set("temperature", temperature);
        keys[BertConfig.SectionKey] = section.ToJson();
        AtomicFile.WriteText(path, keys.ToJsonString(_layout) + "\n");
    }

    /// <summary>These settings where they are stated, else those of <paramref name="others"/>.</summary>
    public BundleSettings Or(BundleSettings others) => new()
    {
        Scheme = Scheme ?? others.Scheme,
        Decoder = Decoder ?? others.Decoder,
        Words = Words ?? others.Words,
        Marks = Marks ?? others.Marks,
        Window = Window ?? others.Window,
        Head = Head ?? others.Head,
        LstmUnits = LstmUnits ?? others.LstmUnits,
        DenseUnits = DenseUnits ?? others.DenseUnits,
        Constraint = Constraint ?? others.Constraint,
        FrozenEncoder = FrozenEncoder ?? others.FrozenEncoder,
        Temperature = Temperature ?? others.Temperature,
        Reading = Reading,
    };

    /// <summary>The settings with the window that a model and its tokenizer allow.</summary>
    /// <exception cref="InvalidInputException">The window has no room for a piece, or is longer than the model takes.</exception>
    public BundleSettings Within(BertConfig config, BertTokenizer tokenizer)
    {
        if (Window < SmallestWindow)
        {
            throw new InvalidInputException(InputKind.Configuration, null,
                $"window: {Window}; expected {SmallestWindow} or more, room for [CLS], a piece and [SEP]");
        }
        if (Window > config.MaxPositions)
        {
            throw new InvalidInputException(InputKind.Configuration, null,
                $"window: {Window}; the model has {config.MaxPositions} positions");
        }
        var usual = Math.Min(UsualWindow, tokenizer.Options.MaxLength ?? UsualWindow);
        return this with { Window = Window ?? Math.Max(SmallestWindow, Math.Min(config.MaxPositions, usual)) };
    }

    private void SetHead(SettingsSection section)
    {
        section.Set("head", Head is { } head ? HeadNames.Of(head) : null);
        section.Set("lstmUnits", LstmUnits);
        section.Set("denseUnits", DenseUnits);
        section.Set("constraint", Constraint?.ToString().ToLowerInvariant());
    }
}
