using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Tokenization;
using static TinyBertPipeline.Core.UntrustedText;

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

    private static readonly JsonSerializerOptions _marks = new(JsonSerializerDefaults.Web);

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

    /// <summary>Reads the settings of a config.</summary>
    /// <exception cref="InvalidInputException">A setting is of another kind or out of range.</exception>
    public static BundleSettings Read(BertConfig config) => new()
    {
        Scheme = Name<TagScheme>(config, "scheme"),
        Decoder = Name<DecodeMode>(config, "decoder"),
        Words = Name<WordSplit>(config, "words"),
        Marks = ReadMarks(config),
        Window = Number(config, "window"),
    };

    /// <summary>The config with these settings; keys of other versions stay.</summary>
    public BertConfig ApplyTo(BertConfig config)
    {
        var section = config.Section?.DeepClone().AsObject() ?? [];
        Set("scheme", Scheme?.ToString().ToLowerInvariant());
        Set("decoder", Decoder?.ToString().ToLowerInvariant());
        Set("words", Words?.ToString().ToLowerInvariant());
        Set("marks", Marks is null ? null : JsonSerializer.SerializeToNode(Marks, _marks));
        Set("window", Window is { } window ? JsonValue.Create(window) : null);
        return config.WithSection(section);

        void Set(string key, JsonNode? value)
        {
            if (value is null) section.Remove(key);
            else section[key] = value;
        }
    }

    /// <summary>These settings where they are stated, else those of <paramref name="others"/>.</summary>
    public BundleSettings Or(BundleSettings others) => new()
    {
        Scheme = Scheme ?? others.Scheme,
        Decoder = Decoder ?? others.Decoder,
        Words = Words ?? others.Words,
        Marks = Marks ?? others.Marks,
        Window = Window ?? others.Window,
    };

    /// <summary>The settings with the window that a model and its tokenizer allow.</summary>
    /// <exception cref="InvalidInputException">The window is longer than the model takes.</exception>
    public BundleSettings Within(BertConfig config, BertTokenizer tokenizer)
    {
        if (Window > config.MaxPositions)
        {
            throw new InvalidInputException(InputKind.Configuration, null,
                $"a window of {Window} pieces is longer than the {config.MaxPositions} positions that the model takes");
        }
        var usual = Math.Min(UsualWindow, tokenizer.Options.MaxLength ?? UsualWindow);
        return this with { Window = Window ?? Math.Max(SmallestWindow, Math.Min(config.MaxPositions, usual)) };
    }

    /// <summary>Room for [CLS], a piece and [SEP].</summary>
    public const int SmallestWindow = 3;

    private static T? Name<T>(BertConfig config, string key) where T : struct, Enum
    {
        if (config.Section?[key] is not { } node) return null;
        var name = node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString();
        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(name, value.ToString(), StringComparison.OrdinalIgnoreCase)) return value;
        }
        throw Refuse(key, name, string.Join(", ", Enum.GetNames<T>()));
    }

    private static KeptMarks? ReadMarks(BertConfig config)
    {
        if (config.Section?["marks"] is not { } node) return null;
        try
        {
            return node.Deserialize<KeptMarks>(_marks) is { Start: not null, Middle: not null, End: not null, Abbreviations: not null, Endings: not null } marks
                ? marks : throw new JsonException();
        }
        catch (JsonException)
        {
            throw Refuse("marks", node.ToJsonString(), "objects with the texts start, middle, end, abbreviations, endings and the flag initials");
        }
    }

    private static int? Number(BertConfig config, string key)
    {
        if (config.Section?[key] is not { } node) return null;
        var isNumber = node.GetValueKind() == JsonValueKind.Number && node.AsValue().TryGetValue<int>(out var value) && value >= SmallestWindow;
        return isNumber && node.AsValue().TryGetValue<int>(out var number) ? number
            : throw Refuse(key, node.ToJsonString(), $"whole numbers from {SmallestWindow}");
    }

    private static InvalidInputException Refuse(string key, string found, string valid) =>
        new(InputKind.Model, null, $"{BertConfig.SectionKey}.{key} is {Quote(found)}; valid are {valid}");
}
