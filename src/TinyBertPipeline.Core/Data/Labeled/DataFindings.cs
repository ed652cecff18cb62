using TinyBertPipeline.Core.Data.Columns;

namespace TinyBertPipeline.Core.Data.Labeled;

/// <summary>Looks through files for what may be wrong although it can be read.</summary>
internal static class DataFindings
{
    private const int LongSentence = 1000;

    /// <summary>What is found in a file by itself, and beside those before it; the first is the one that is trained on.</summary>
    public static IReadOnlyList<DataFinding> Of(LabeledData data, IReadOnlyList<LabeledData> earlier) =>
    [
        .. Repeated(data),
        .. earlier.SelectMany(file => Shared(data, file)),
        .. earlier.Count == 0 ? [] : UnseenTypes(data, earlier[0]),
        .. SimilarTypes(data),
        .. data.Sentences.SelectMany(sentence => Words(data.Path, sentence)),
        .. data.Sentences.Where(sentence => sentence.Words.Length > LongSentence).Select(sentence => new DataFinding(
            DataFindingKind.LongSentence, data.Path, sentence.Line,
                FormattableString.Invariant($"a sentence of {sentence.Words.Length} words; are blank lines missing?"))),
    ];

    /// <summary>Sentences are the same when their words are.</summary>
    public static string TextOf(LabeledSentence sentence) => string.Join(' ', sentence.Words);

    private static IEnumerable<DataFinding> Repeated(LabeledData data)
    {
        var known = new Dictionary<string, LabeledSentence>(StringComparer.Ordinal);
        foreach (var sentence in data.Sentences)
        {
            if (known.TryAdd(TextOf(sentence), sentence)) continue;
            var first = known[TextOf(sentence)];
            yield return sentence.Labels.AsSpan().SequenceEqual(first.Labels)
                ? new DataFinding(DataFindingKind.Repeated, data.Path, sentence.Line,
                    FormattableString.Invariant($"the sentence of line {first.Line} again"))
                : new DataFinding(DataFindingKind.RepeatedWithOtherLabels, data.Path, sentence.Line,
                    FormattableString.Invariant($"the sentence of line {first.Line} again, with other labels"));
        }
    }

    private static IEnumerable<DataFinding> Shared(LabeledData data, LabeledData earlier)
    {
        var known = earlier.Sentences.DistinctBy(TextOf).ToDictionary(TextOf, sentence => sentence.Line, StringComparer.Ordinal);
        return data.Sentences.Where(sentence => known.ContainsKey(TextOf(sentence))).Select(sentence => new DataFinding(
            DataFindingKind.Shared, data.Path, sentence.Line,
                FormattableString.Invariant($"stands in {earlier.Path}:{known[TextOf(sentence)]} too")));
    }

    private static IEnumerable<DataFinding> UnseenTypes(LabeledData data, LabeledData training) =>
        from type in data.Types.Except(training.Types, StringComparer.Ordinal)
        let places = Places(data, type).ToArray()
        select new DataFinding(DataFindingKind.UnseenType, data.Path, places[0],
            FormattableString.Invariant($"type {LabeledData.Shown(type)} is not in {training.Path}; {places.Length} entities have it"));

    private static IEnumerable<DataFinding> SimilarTypes(LabeledData data) =>
        from types in data.Types.GroupBy(type => type, StringComparer.OrdinalIgnoreCase)
        where types.Count() > 1
        let rarest = types.MinBy(type => Places(data, type).Count())!
        select new DataFinding(DataFindingKind.SimilarTypes, data.Path, Places(data, rarest).First(),
            $"types {string.Join(" and ", types.Select(LabeledData.Shown))} differ by capitals only");

    private static IEnumerable<long> Places(LabeledData data, string type) =>
        data.Sentences.SelectMany(sentence => sentence.Entities.Lenient.Where(entity => entity.Type == type)
            .Select(entity => sentence.LineOf(entity.Start)));

    private static IEnumerable<DataFinding> Words(string path, LabeledSentence sentence)
    {
        for (var i = 0; i < sentence.Words.Length; i++)
        {
            var word = sentence.Words[i];
            if (WordScripts.Mixed(word) is { } scripts)
                yield return new DataFinding(DataFindingKind.MixedScripts, path, sentence.LineOf(i), $"'{word}' has letters of {scripts}");
            if (InvisibleText.FirstOf(word) is { } invisible)
                yield return new DataFinding(DataFindingKind.InvisibleCharacters, path, sentence.LineOf(i),
                    $"'{word}' holds {invisible}, which shows nothing");
        }
    }
}

/// <summary>A place in a labelled file that may be wrong although it can be read.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="File">The file.</param>
/// <param name="Line">The line, of a sentence that of its first word.</param>
/// <param name="Message">What stands there.</param>
public sealed record DataFinding(DataFindingKind Kind, string File, long Line, string Message)
{
    /// <summary>Gives <c>file:line: message</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{File}:{Line}: {Message}");
}
