using CsCheck;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tests.Labeling;

/// <summary>Label sets with any letters for each type, in any order.</summary>
internal static class RandomLabels
{
    private static readonly string[] _forms = ["BIES", "BMES", "BILU"];

    /// <summary>One or two types; each has some of the letters of a scheme, or none and a label without a letter.</summary>
    public static Gen<string[]> Sets { get; } = Gen
        .Select(OfType("A"), Gen.OneOf(Gen.Const<string[]>([]), OfType("B-C")), Gen.Int[0, 3])
        .Select((first, second, place) => Insert([.. first, .. second], place));

    /// <summary>The bare letters of one unnamed type.</summary>
    public static Gen<string[]> BareSets { get; } = Letters().Select(letters => (string[])["O", .. letters.Select(letter => letter.ToString())]);

    public static LabelSet Parse(string labels, TagScheme? scheme = null) => LabelSet.FromLabels(EntityReaderTests.Split(labels), scheme);

    /// <summary>Every sequence of so many labels.</summary>
    public static IEnumerable<int[]> Sequences(LabelSet labels, int words)
    {
        for (var number = 0; number < (int)Math.Pow(labels.Count, words); number++)
        {
            var ids = new int[words];
            for (int word = 0, rest = number; word < words; word++, rest /= labels.Count) ids[word] = rest % labels.Count;
            yield return ids;
        }
    }

    public static bool IsLegal(LabelSet labels, ReadOnlySpan<int> ids)
    {
        if (ids.IsEmpty) return true;
        for (var i = 1; i < ids.Length; i++)
        {
            if (!labels.MayFollow(ids[i - 1], ids[i])) return false;
        }
        return labels.MayStart(ids[0]) && labels.MayEnd(ids[^1]);
    }

    private static Gen<string[]> OfType(string type) => Gen.OneOf(
        Letters().Select(letters => letters.Select(letter => $"{letter}-{type}").ToArray()),
        Letters().Select(letters => letters.Select(letter => $"{letter}-{type}").ToArray()),
        Gen.Const<string[]>([type == "A" ? "LOC" : "PER"]));

    private static Gen<char[]> Letters() => Gen.Select(Gen.OneOf(_forms), Gen.Int[1, 15])
        .Select((form, subset) => form.Where((_, i) => (subset >> i & 1) == 1).ToArray()).SelectMany(Gen.Shuffle);

    private static string[] Insert(string[] labels, int place) => [.. labels.Take(place), "O", .. labels.Skip(place)];
}
