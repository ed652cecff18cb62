using System.Globalization;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Data.Spans;

/// <summary>Turns the spans of a text into entities of its words; what does not fit is refused, or adjusted and counted.</summary>
internal sealed class SpanAligner(DataFormat format, ReadingReport report)
{

    private static Remedy Adjust => FormatRemedy.Set(nameof(DataFormat.Misaligned), "expand");

    /// <summary>The entities; null where a span was refused.</summary>
    public IReadOnlyList<EntitySpan>? Align(SentenceText words, IReadOnlyList<TextSpan> spans, OffsetUnit unit, long line)
    {
        var map = OffsetMap.Create(words.Text, unit);
        var entities = new List<EntitySpan>();
        var isRefused = false;
        foreach (var span in spans)
        {
            if (Fault(words, map, span) is { } fault)
            {
                Refuse(words, span, unit, fault, line, null);
                isRefused = true;
            }
            else if (Fit(words, map, span, unit, line, ref isRefused) is { } entity) entities.Add(entity);
        }
        var flat = DropOverlaps(words, entities, line, ref isRefused);
        return isRefused ? null : flat;
    }

    private static string? Fault(SentenceText words, OffsetMap map, TextSpan span)
    {
        var (start, end) = (map.ToUtf16(span.Start), map.ToUtf16(span.End));
        if (start < 0 || end < 0) return string.Create(CultureInfo.InvariantCulture,
            $"{span} lies outside of the text, which is {map.Length} long, or begins or ends inside a character");
        if (start >= end) return $"{span} is empty";
        var text = words.Text[start..end];
        return span.Quoted is { } quoted && Plain(quoted) != Plain(text)
            ? $"{span} reads {UserText.Quote(text)}, but the file says it is {UserText.Quote(quoted)}" : null;
    }

    private EntitySpan? Fit(SentenceText words, OffsetMap map, TextSpan span, OffsetUnit unit, long line, ref bool isRefused)
    {
        var (start, end) = (map.ToUtf16(span.Start), map.ToUtf16(span.End));
        if (!IsAligned(words, start, end))
        {
            var trimmed = Trim(words.Text, start, end);
            if (trimmed != (start, end)) report.Count("span", "with white space at an end, taken without it", line);
            (start, end) = trimmed;
        }
        var (first, last) = Words(words, start, end);
        if (IsAligned(words, start, end)) return new EntitySpan(span.Type, first, last);
        var text = UserText.Quote(words.Text.AsSpan()[start..end]);
        switch (format.Misaligned)
        {
            case MisalignedSpans.Expand when first <= last:
                report.Count("span", "grown to whole words", line);
                return new EntitySpan(span.Type, first, last);
            case MisalignedSpans.Refuse:
                var place = first <= last ? $"begins or ends inside a word of {UserText.Quote(words.Text.AsSpan()[words.Starts[first]..words.Ends[last]])}"
                    : "holds no word";
                Refuse(words, span, unit, $"{span} {text} {place}", line, Adjust);
                isRefused = true;
                return null;
            default:
                report.Count("span", "that fits no words left out", line);
                return null;
        }
    }

    // One label a word: of overlapping entities the longer one stays, of equally long ones the earlier.
    private List<EntitySpan> DropOverlaps(SentenceText words, List<EntitySpan> entities, long line, ref bool isRefused)
    {
        var taken = new EntitySpan?[words.Starts.Length];
        var flat = new List<EntitySpan>();
        foreach (var entity in entities.OrderByDescending(entity => entity.End - entity.Start).ThenBy(entity => entity.Start))
        {
            var other = taken[entity.Start..(entity.End + 1)].FirstOrDefault(there => there is not null);
            if (other is { } longer)
            {
                if (longer == entity) report.Count("span", "given twice, taken once", line);
                else if (format.Misaligned != MisalignedSpans.Refuse) report.Count("span", "inside or across a longer one left out", line);
                else
                {
                    report.Refuse(line,
                        $"{entity.Type} {Text(words, entity)} overlaps {longer.Type} {Text(words, longer)}, and a word has one label", Adjust);
                    isRefused = true;
                }
                continue;
            }
            for (var i = entity.Start; i <= entity.End; i++) taken[i] = entity;
            flat.Add(entity);
        }
        return flat;
    }

    // Offsets of another unit may fit where those of this do not.
    private void Refuse(SentenceText words, TextSpan span, OffsetUnit taken, string fault, long line, Remedy? remedy)
    {
        foreach (var unit in Enum.GetValues<OffsetUnit>())
        {
            if (unit == taken) continue;
            var map = OffsetMap.Create(words.Text, unit);
            if (Fault(words, map, span) is not null) continue;
            var (start, end) = Trim(words.Text, map.ToUtf16(span.Start), map.ToUtf16(span.End));
            if (!IsAligned(words, start, end)) continue;
            var name = unit switch { OffsetUnit.CodePoints => "codePoints", OffsetUnit.Utf16 => "utf16", _ => "bytes" };
            report.Refuse(line, $"{fault}; counted in {OffsetMap.NameOf(unit)} it is {UserText.Quote(words.Text.AsSpan()[start..end])}",
                FormatRemedy.Set(nameof(DataFormat.Offsets), name));
            return;
        }
        report.Refuse(line, fault, remedy);
    }

    private static bool IsAligned(SentenceText words, int start, int end)
    {
        var (first, last) = Words(words, start, end);
        return first <= last && words.Starts[first] == start && words.Ends[last] == end;
    }

    private static (int First, int Last) Words(SentenceText words, int start, int end)
    {
        // Words are in order: the first that ends behind the start, the last that starts before the end.
        return (CountUpTo(words.Ends, start), CountUpTo(words.Starts, end - 1) - 1);

        static int CountUpTo(int[] sorted, int value)
        {
            var (low, high) = (0, sorted.Length);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (sorted[middle] <= value) low = middle + 1;
                else high = middle;
            }
            return low;
        }
    }

    private static (int Start, int End) Trim(string text, int start, int end)
    {
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        while (start < end && char.IsWhiteSpace(text[start])) start++;
        return (start, end);
    }

    private static string Text(SentenceText words, EntitySpan entity) =>
        UserText.Quote(words.Text.AsSpan()[words.Starts[entity.Start]..words.Ends[entity.End]]);

    private static string Plain(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>A span of a text as a file gives it.</summary>
/// <param name="Start">Offset of its first character, in the file's unit.</param>
/// <param name="End">Offset behind its last.</param>
/// <param name="Type">Its type.</param>
/// <param name="Quoted">Its text where the file repeats it, else null.</param>
internal readonly record struct TextSpan(long Start, long End, string Type, string? Quoted)
{
    /// <summary>Whether the type is a number in the file, which needs a name.</summary>
    public bool IsNumbered { get; init; }

    public override string ToString() => FormattableString.Invariant($"span {Start}..{End} ({Type})");
}
