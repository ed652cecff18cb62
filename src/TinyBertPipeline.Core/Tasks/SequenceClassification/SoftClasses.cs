using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Tasks.SequenceClassification;

/// <summary>
/// Soft labels from any teacher: JSON lines <c>{"text": "...", "labels": [...], "probabilities": [...]}</c>, with <c>"pair"</c> for the second
/// text of a pair.
/// </summary>
internal sealed class SoftClasses : ISoftLabels
{
    private static readonly SoftClassesJson _json = new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { AllowDuplicateProperties = false });

    private readonly List<(long Line, SoftLine Text)> _texts = [];

    private SoftClasses(string path) => Path = path;

    public string Path { get; }

    public IReadOnlyList<string> Labels => [.. _texts.SelectMany(text => text.Text.Labels!).Distinct(StringComparer.Ordinal)];

    public BundleSettings Complete(BundleSettings settings) => settings;

    /// <exception cref="InvalidInputException">A line is not of that form, or is no distribution.</exception>
    public static SoftClasses Read(string path)
    {
        var soft = new SoftClasses(path);
        using var reader = Utf8LineReader.Open(path);
        while (NextLine(reader) is { } line)
        {
            if (line.Length > 0) soft._texts.Add((reader.Line, Parse(line, path, reader.Line)));
        }
        return soft._texts.Count > 0 ? soft : throw new InvalidInputException(InputKind.Data, path, "holds no text");
    }

    /// <exception cref="InvalidInputException">A line names a label that the model does not have.</exception>
    public IReadOnlyList<TaskExample> Examples(ClassificationModel model) =>
    [
        .. _texts.Select(entry =>
        {
            var (line, text) = entry;
            var probabilities = new float[model.Config.Labels.Count];
            foreach (var (label, probability) in text.Labels!.Zip(text.Probabilities!))
            {
                var id = model.IdOf(label);
                if (id < 0)
                {
                    throw new InvalidInputException(InputKind.Data, Path,
                        $"label {UserText.Quote(label)} is unknown: expected {string.Join(", ", model.Config.Labels)}", line);
                }
                probabilities[id] = probability;
            }
            return new TaskExample(model.Item(text.Text!, text.Pair).Windows[0].Input) { Soft = new SoftTargets([0], [probabilities]) };
        }),
    ];

    private static byte[]? NextLine(Utf8LineReader reader) => reader.TryRead(out var line) ? line.ToArray() : null;

    private static SoftLine Parse(byte[] json, string path, long number)
    {
        InvalidInputException Refuse(string message) => new(InputKind.Data, path, message, number);
        SoftLine? parsed;
        try
        {
            parsed = JsonSerializer.Deserialize(json, _json.SoftLine);
        }
        catch (JsonException e)
        {
            throw Refuse($"not a line {{\"text\": \"...\", \"labels\": [...], \"probabilities\": [...]}}: {JsonFault.Describe(e)}");
        }
        if (parsed is not { Text: not null, Labels: { Length: > 0 } labels, Probabilities: { } row } || labels.Any(label => label is null))
            throw Refuse("expected \"text\", \"labels\" and \"probabilities\"");
        if (row.Length != labels.Length) throw Refuse($"{row.Length} probabilities for {labels.Length} labels");
        if (labels.Distinct(StringComparer.Ordinal).Count() < labels.Length) throw Refuse("a label occurs twice in \"labels\"");
        if (row.Any(value => !(value >= 0)) || Math.Abs(row.Sum() - 1) > 0.01)
            throw Refuse(string.Create(CultureInfo.InvariantCulture, $"no distribution: the probabilities add up to {row.Sum():0.###}, expected 1"));
        return parsed;
    }

    internal sealed record SoftLine(string? Text, string? Pair, string[]? Labels, float[]? Probabilities);
}

/// <summary>How a line is read, without reflection.</summary>
[JsonSerializable(typeof(SoftClasses.SoftLine))]
internal sealed partial class SoftClassesJson : JsonSerializerContext;
