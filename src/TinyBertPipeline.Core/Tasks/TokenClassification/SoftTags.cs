using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Labeling.Paths;

namespace TinyBertPipeline.Core.Tasks.TokenClassification;

/// <summary>
/// Soft labels from any teacher: JSON lines <c>{"words": [...], "labels": [...], "probabilities": [[...], ...]}</c>, with the names of the
/// probabilities' columns in <c>labels</c> and a row for each word.
/// </summary>
internal sealed class SoftTags : ISoftLabels
{
    private static readonly SoftTagsJson _json = new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { AllowDuplicateProperties = false });

    private readonly List<Line> _lines = [];

    private SoftTags(string path) => Path = path;

    public string Path { get; }

    public IReadOnlyList<string> Labels => [.. _lines.SelectMany(line => line.Labels).Distinct()];

    // The scheme is that of the labels.
    public BundleSettings Complete(BundleSettings settings) => settings;

    /// <exception cref="InvalidInputException">A line is not of that form, or a row is no distribution.</exception>
    public static SoftTags Read(string path)
    {
        var soft = new SoftTags(path);
        using var reader = Utf8LineReader.Open(path);
        while (NextLine(reader) is { } line)
        {
            if (line.Length > 0) soft._lines.Add(Parse(line, path, reader.Line));
        }
        return soft._lines.Count > 0 ? soft : throw new InvalidInputException(InputKind.Data, path, "holds no sentence");
    }

    /// <summary>
    /// The sentences with their columns in the order of a model's labels; labels without a column get probability 0. Columns of another
    /// scheme than the model's are converted (see <see cref="SchemeConversion"/>).
    /// </summary>
    /// <exception cref="InvalidInputException">A line names a label that the model does not have.</exception>
    public IEnumerable<SoftSentence> For(LabelSet labels)
    {
        var conversions = new Dictionary<string, SchemeConversion>(StringComparer.Ordinal);
        foreach (var line in _lines)
        {
            var order = Array.ConvertAll(line.Labels, labels.IdOf);
            if (ColumnsOf(line, labels) is not { } columns)
            {
                if (Array.IndexOf(order, -1) is var unknown and >= 0)
                    throw Refuse(line, $"label {UserText.Quote(line.Labels[unknown])} is unknown: expected {string.Join(", ", labels.Labels)}");
                yield return new SoftSentence(line.Words, Array.ConvertAll(line.Rows, row => Reorder(row, order, labels.Count)));
                continue;
            }
            yield return new SoftSentence(line.Words, Convert(line, columns, labels, conversions));
        }
    }

    // The set of a line's columns where it is of another scheme than the model's labels.
    private LabelSet? ColumnsOf(Line line, LabelSet labels)
    {
        if (!line.Labels.Contains("O")) return null;
        try
        {
            var columns = LabelSet.FromLabels(line.Labels);
            var isSame = columns.Scheme == labels.Scheme || columns.Choice.Others.Contains(labels.Scheme);
            return columns.Types.Count == 0 || isSame ? null : columns;
        }
        catch (InvalidInputException e)
        {
            throw Refuse(line, e.Message);
        }
    }

    private float[][] Convert(Line line, LabelSet columns, LabelSet labels, Dictionary<string, SchemeConversion> conversions)
    {
        try
        {
            var key = string.Join('\n', line.Labels);
            if (!conversions.TryGetValue(key, out var conversion)) conversions.Add(key, conversion = new SchemeConversion(columns, labels));
            return conversion.Convert(line.Rows);
        }
        catch (InvalidInputException e) when (e.File is null)
        {
            throw Refuse(line, e.Message);
        }
    }

    private InvalidInputException Refuse(Line line, string message) => new(InputKind.Data, Path, message, line.Number);

    private static byte[]? NextLine(Utf8LineReader reader) => reader.TryRead(out var line) ? line.ToArray() : null;

    private static Line Parse(byte[] json, string path, long number)
    {
        InvalidInputException Refuse(string message) => new(InputKind.Data, path, message, number);
        SoftLine? parsed;
        try
        {
            parsed = JsonSerializer.Deserialize(json, _json.SoftLine);
        }
        catch (JsonException e)
        {
            throw Refuse($"not a line {{\"words\": [...], \"labels\": [...], \"probabilities\": [[...]]}}: {JsonFault.Describe(e)}");
        }
        if (parsed is not { Words.Length: > 0, Labels: { } columns, Probabilities: { } rows } || parsed.Words.Any(word => word is null))
            throw Refuse("expected \"words\" (at least one), \"labels\" and \"probabilities\"");
        if (rows.Length != parsed.Words.Length) throw Refuse($"{parsed.Words.Length} words, but {rows.Length} rows of probabilities");
        if (columns.Distinct().Count() != columns.Length) throw Refuse("a label occurs twice in \"labels\"");
        foreach (var row in rows)
        {
            if (row is null || row.Length != columns.Length) throw Refuse($"a row has {row?.Length ?? 0} probabilities for {columns.Length} labels");
            if (row.Any(value => !(value >= 0)) || Math.Abs(row.Sum() - 1) > 0.01)
                throw Refuse(string.Create(CultureInfo.InvariantCulture, $"a row is no distribution: its probabilities add up to {row.Sum():0.###}, expected 1"));
        }
        return new Line(number, parsed.Words, columns, rows!);
    }

    private static float[] Reorder(float[] row, int[] order, int count)
    {
        var probabilities = new float[count];
        for (var column = 0; column < row.Length; column++) probabilities[order[column]] = row[column];
        return probabilities;
    }

    private sealed record Line(long Number, string[] Words, string[] Labels, float[][] Rows);

    internal sealed record SoftLine(string[]? Words, string[]? Labels, float[]?[]? Probabilities);
}

/// <summary>A sentence with a teacher's probabilities.</summary>
/// <param name="Words">Its words.</param>
/// <param name="Probabilities">For each word the probability of every label of the student, in the student's order.</param>
internal sealed record SoftSentence(string[] Words, float[][] Probabilities);

/// <summary>How a line is read, without reflection.</summary>
[JsonSerializable(typeof(SoftTags.SoftLine))]
internal sealed partial class SoftTagsJson : JsonSerializerContext;
