using System.Text;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tasks.TokenClassification;

/// <summary>
/// Counts where the words of a file have punctuation. At the ends of words a sign stays if it does so more often than it stands alone; within
/// words, where a full stop or a comma alone has another reason, if it does so now and then.
/// </summary>
internal sealed class MarksOfWords
{
    private const double NowAndThen = 0.02;
    private const int LongestAbbreviation = 6;
    private const int LongestEnding = 3;
    private const int MostWords = 100;

    private readonly Dictionary<Rune, int> _alone = [], _start = [], _middle = [], _end = [];
    private readonly Dictionary<string, int> _abbreviations = [], _endings = [];
    private bool _initials;
    private int _commonKept, _commonParted;

    public static KeptMarks Of(IEnumerable<IReadOnlyList<string>> sentences)
    {
        var marks = new MarksOfWords();
        foreach (var words in sentences)
        {
            foreach (var word in words) marks.Add(word);
            marks.AddCommon(words);
        }
        return marks.Kept();
    }

    // The full stop behind the last word ends the sentence.
    private void AddCommon(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (CommonAbbreviations.All.Contains(words[i])) _commonKept++;
            else if (i + 2 < words.Count && words[i + 1] == "." && CommonAbbreviations.All.Contains(words[i] + ".")) _commonParted++;
        }
    }

    private void Add(string word)
    {
        Rune[] runes = [.. word.EnumerateRunes()];
        var (first, last) = (Array.FindIndex(runes, IsOther), Array.FindLastIndex(runes, IsOther));
        for (var i = 0; i < runes.Length; i++)
        {
            if (WordJoiner.IsMark(runes[i])) Count(runes.Length == 1 ? _alone : i < first || first < 0 ? _start : i > last ? _end : _middle, runes[i]);
        }
        if (first < 0) return;
        if (WordJoiner.IsInitials(word)) _initials = true;
        else if (runes[^1].Value == '.' && last == runes.Length - 2 && first == 0 && runes.Length <= LongestAbbreviation) Count(_abbreviations, word);
        if (first == 1 && runes[0].Value is '\'' or '’' && runes.Length <= LongestEnding) Count(_endings, word.ToLowerInvariant());
    }

    private KeptMarks Kept()
    {
        var end = Signs(_end, (kept, alone) => kept > alone);
        return new KeptMarks
        {
            Start = Signs(_start, (kept, alone) => kept > alone),
            Middle = Signs(_middle, (kept, alone) => kept >= NowAndThen * alone),
            End = end,
            Initials = _initials,
            Abbreviations = end.Contains('.') ? "" : Words(_abbreviations, _commonKept > _commonParted ? CommonAbbreviations.All : []),
            Endings = Words(_endings, []),
        };
    }

    private string Signs(Dictionary<Rune, int> counts, Func<int, int, bool> stays) =>
        string.Concat(counts.Where(sign => stays(sign.Value, _alone.GetValueOrDefault(sign.Key))).Select(sign => sign.Key).Order());

    // What occurs once may be a slip.
    private static string Words(Dictionary<string, int> counts, IEnumerable<string> further) => string.Join(' ',
        counts.Where(word => word.Value > 1).OrderByDescending(word => word.Value).Take(MostWords).Select(word => word.Key)
            .Union(further).Order(StringComparer.Ordinal));

    private static bool IsOther(Rune rune) => !WordJoiner.IsMark(rune);

    private static void Count<T>(Dictionary<T, int> counts, T key) where T : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;
}
