using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Data.Splitting;

/// <summary>Finds the sentences that have to stay together.</summary>
internal static class SplitUnits
{
    public static List<SplitUnit> Find(IReadOnlyList<LabeledSentence> sentences, bool byDocument)
    {
        var parents = Enumerable.Range(0, sentences.Count).ToArray();
        var firstByWords = new Dictionary<string, int>(StringComparer.Ordinal);
        var firstByDocument = new Dictionary<int, int>();
        for (var i = 0; i < sentences.Count; i++)
        {
            if (!firstByWords.TryAdd(string.Join('\n', sentences[i].Words), i)) Join(i,
                firstByWords[string.Join('\n', sentences[i].Words)]);
            if (byDocument && !firstByDocument.TryAdd(sentences[i].Document, i)) Join(i, firstByDocument[sentences[i].Document]);
        }
        return [.. Enumerable.Range(0, sentences.Count).GroupBy(Root).OrderBy(unit => unit.Key).Select(Create)];

        int Root(int i)
        {
            while (parents[i] != i) i = parents[i] = parents[parents[i]];
            return i;
        }

        void Join(int one, int other)
        {
            var (first, second) = (Root(one), Root(other));
            parents[Math.Max(first, second)] = Math.Min(first, second);
        }

        SplitUnit Create(IEnumerable<int> members)
        {
            int[] indices = [.. members];
            return new SplitUnit(indices, indices.SelectMany(i => EntityReader.ReadDefault(sentences[i].Labels))
                .CountBy(entity => entity.Type).ToDictionary());
        }
    }
}

/// <summary>Sentences that have to stay together, because they are of one document or have the same words.</summary>
/// <param name="Sentences">Their indices.</param>
/// <param name="Types">Number of entities of each type.</param>
internal sealed record SplitUnit(IReadOnlyList<int> Sentences, IReadOnlyDictionary<string, int> Types);
