using System.Globalization;
using System.Text.Json;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Data;

/// <summary>
/// Reads soft labels from any teacher: JSON lines <c>{"words": [...], "labels": [...], "probabilities": [[...], ...]}</c>, with the names of
/// the probabilities' columns in <c>labels</c> and a row for each word.
/// </summary>
public static class SoftLabelsReader
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { AllowDuplicateProperties = false };

    /// <summary>Reads a file; columns are put into the order of <paramref name="labels"/>, labels without a column get probability 0.</summary>
    /// <exception cref="InvalidInputException">A line is not of that form, names a label that the student does not have, or holds no probabilities.</exception>
    public static IEnumerable<SoftSentence> Read(string path, LabelSet labels)
    {
        using var reader = Utf8LineReader.Open(path);
        while (NextLine(reader) is { } line)
        {
            if (line.Length > 0) yield return Parse(line, path, reader.Line, labels);
        }
    }

    private static byte[]? NextLine(Utf8LineReader reader) => reader.TryRead(out var line) ? line.ToArray() : null;

    private static SoftSentence Parse(byte[] json, string path, long line, LabelSet labels)
    {
        InvalidInputException Refuse(string message) => new(InputKind.Data, path, message, line);
        SoftLine? parsed;
        try
        {
            parsed = JsonSerializer.Deserialize<SoftLine>(json, _json);
        }
        catch (JsonException e)
        {
            throw Refuse($"not a line {{\"words\": [...], \"labels\": [...], \"probabilities\": [[...]]}}: {e.Message}");
        }
        if (parsed is not { Words.Length: > 0, Labels: { } columns, Probabilities: { } rows } || parsed.Words.Any(word => word is null))
            throw Refuse("expected \"words\" (at least one), \"labels\" and \"probabilities\"");
        if (rows.Length != parsed.Words.Length) throw Refuse($"{parsed.Words.Length} words, but {rows.Length} rows of probabilities");
        var order = Array.ConvertAll(columns, labels.IdOf);
        if (Array.IndexOf(order, -1) is var unknown and >= 0)
            throw Refuse($"label '{columns[unknown]}' is unknown: expected {string.Join(", ", labels.Labels)}");
        if (order.Distinct().Count() != order.Length) throw Refuse("a label occurs twice in \"labels\"");
        return new SoftSentence(parsed.Words, Array.ConvertAll(rows, row => Reorder(row, order, labels.Count, Refuse)));
    }

    private static float[] Reorder(float[]? row, int[] order, int count, Func<string, InvalidInputException> refuse)
    {
        if (row is null || row.Length != order.Length) throw refuse($"a row has {row?.Length ?? 0} probabilities for {order.Length} labels");
        if (row.Any(value => !(value >= 0)) || Math.Abs(row.Sum() - 1) > 0.01)
            throw refuse(string.Create(CultureInfo.InvariantCulture, $"a row is no distribution: its probabilities add up to {row.Sum():0.###}, expected 1"));
        var probabilities = new float[count];
        for (var column = 0; column < row.Length; column++) probabilities[order[column]] = row[column];
        return probabilities;
    }

    private sealed record SoftLine(string[]? Words, string[]? Labels, float[][]? Probabilities);
}
