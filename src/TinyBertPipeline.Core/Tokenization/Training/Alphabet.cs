using System.Text;

namespace TinyBertPipeline.Core.Tokenization.Training;

/// <summary>
/// The characters of words: which get pieces, and which of those stand inside words, so that they need a continuing piece too. A Chinese
/// character that the tokenizer sets apart never does.
/// </summary>
internal sealed class Alphabet
{
    // Where all characters would leave hardly any room for longer pieces, those that stand once in a million make way.
    private const double CrowdedShare = 5.0 / 6;
    private const long RareIn = 1_000_000;

    private readonly HashSet<int> _kept;

    /// <param name="words">Words with their counts.</param>
    /// <param name="limit">The most characters; null for all.</param>
    /// <param name="room">The most pieces that they may take.</param>
    public Alphabet(IReadOnlyCollection<KeyValuePair<string, long>> words, int? limit, int room)
    {
        var (counts, inside) = CountCharacters(words);
        var ordered = counts.OrderByDescending(row => row.Value).ThenBy(row => row.Key).ToList();
        var (total, kept) = (ordered.Sum(row => row.Value), 0);
        for (var pieces = 0; kept < Math.Min(ordered.Count, limit ?? int.MaxValue); kept++)
        {
            pieces += inside.Contains(ordered[kept].Key) ? 2 : 1;
            if (pieces > room || (pieces > CrowdedShare * room && ordered[kept].Value * RareIn < total)) break;
        }
        _kept = [.. ordered.Take(kept).Select(row => row.Key)];
        Dropped = [.. ordered.Skip(kept).Select(row => new DroppedCharacter(char.ConvertFromUtf32(row.Key), row.Value))];
        Initial = [.. _kept.Order().Select(char.ConvertFromUtf32)];
        var continuing = Dropped.Count == 0 ? inside : CountCharacters([.. words.Where(row => Covers(row.Key))]).Inside;
        Continuing = [.. continuing.Order().Select(c => "##" + char.ConvertFromUtf32(c))];
    }

    /// <summary>Pieces of single characters at the start of a word, in the order of code points.</summary>
    public IReadOnlyList<string> Initial { get; }

    /// <summary>Pieces of single characters inside a word, in the order of code points.</summary>
    public IReadOnlyList<string> Continuing { get; }

    /// <summary>Characters without pieces, the frequent ones first.</summary>
    public IReadOnlyList<DroppedCharacter> Dropped { get; }

    /// <summary>Every character of a word has a piece.</summary>
    public bool Covers(string word)
    {
        foreach (var rune in word.EnumerateRunes())
        {
            if (!_kept.Contains(rune.Value)) return false;
        }
        return true;
    }

    private static (Dictionary<int, long> Counts, HashSet<int> Inside) CountCharacters(IReadOnlyCollection<KeyValuePair<string, long>> words)
    {
        var counts = new Dictionary<int, long>();
        var inside = new HashSet<int>();
        foreach (var (word, count) in words)
        {
            var first = true;
            foreach (var rune in word.EnumerateRunes())
            {
                counts[rune.Value] = counts.GetValueOrDefault(rune.Value) + count;
                if (!first) inside.Add(rune.Value);
                first = false;
            }
        }
        return (counts, inside);
    }
}
