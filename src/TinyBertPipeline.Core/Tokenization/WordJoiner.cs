using System.Text;

namespace TinyBertPipeline.Core.Tokenization;

/// <summary>Joins what stands together without white space to the words that a training file would have.</summary>
internal sealed class WordJoiner
{
    private readonly KeptMarks _marks;
    private readonly HashSet<string> _abbreviations;
    private readonly string[] _endings;

    public WordJoiner(KeptMarks marks)
    {
        _marks = marks;
        _abbreviations = [.. marks.Abbreviations.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        _endings = [.. marks.Endings.Split(' ', StringSplitOptions.RemoveEmptyEntries).OrderByDescending(ending => ending.Length)];
    }

    /// <summary>Joins the words that the tokenizer's own rules make of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="words">Its words in order.</param>
    /// <param name="tokens">Where its added tokens stand: they are words as they are.</param>
    public List<TextWord> Join(ReadOnlySpan<char> text, List<TextWord> words, List<TextWord> tokens)
    {
        var joined = new List<TextWord>(words.Count);
        var whole = tokens.Select(token => token.Start).ToHashSet();
        for (var first = 0; first < words.Count;)
        {
            var end = first + 1;
            if (!IsWhole(text, words[first]))
            {
                while (end < words.Count && words[end].Start == words[end - 1].End && !IsWhole(text, words[end])) end++;
            }
            if (end == first + 1) joined.Add(words[first]);
            else JoinChunk(text, words[first].Start, words[end - 1].End, joined);
            first = end;
        }
        return joined;

        bool IsWhole(ReadOnlySpan<char> text, TextWord word) => whole.Contains(word.Start)
            || Rune.DecodeFromUtf16(text[word.Start..word.End], out var rune, out _) == System.Buffers.OperationStatus.Done
                && (CharacterTable.ClassOf(rune.Value) & CharacterClass.Chinese) != 0;
    }

    private void JoinChunk(ReadOnlySpan<char> text, int start, int end, List<TextWord> words)
    {
        while (start < end && IsCutOff(text[start..end], 0, _marks.Start, out var length)) Add(start, start += length);
        var behind = new Stack<TextWord>();
        while (end > start && Behind(text[start..end]) is var length and > 0)
        {
            behind.Push(new TextWord(end - length, end));
            end -= length;
        }
        AddMiddle(text, start, end, words);
        words.AddRange(behind);

        void Add(int from, int to) => words.Add(new TextWord(from, to));
    }

    // How many units at the end of a chunk are a word of their own.
    private int Behind(ReadOnlySpan<char> chunk)
    {
        foreach (var ending in _endings)
        {
            if (chunk.Length > ending.Length && chunk.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) return ending.Length;
        }
        Rune.DecodeLastFromUtf16(chunk, out _, out var length);
        if (!IsCutOff(chunk, chunk.Length - length, _marks.End, out length)) return 0;
        return chunk[^1] == '.' && (_marks.Initials && IsInitials(chunk) || _abbreviations.Contains(chunk.ToString())) ? 0 : length;
    }

    private void AddMiddle(ReadOnlySpan<char> text, int start, int end, List<TextWord> words)
    {
        var open = start;
        for (var at = start; at < end;)
        {
            var inside = at > start && IsCutOff(text[..end], at, _marks.Middle, out _);
            Rune.DecodeFromUtf16(text[at..end], out _, out var length);
            if (inside && at + length < end)
            {
                if (at > open) words.Add(new TextWord(open, at));
                words.Add(new TextWord(at, at + length));
                open = at + length;
            }
            at += length;
        }
        if (end > open) words.Add(new TextWord(open, end));
    }

    private static bool IsCutOff(ReadOnlySpan<char> text, int at, string kept, out int length)
    {
        Rune.DecodeFromUtf16(text[at..], out var rune, out length);
        return IsMark(rune) && !kept.Contains(rune.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Whether the tokenizer's own rules make a word of the character.</summary>
    public static bool IsMark(Rune rune) => (CharacterTable.ClassOf(rune.Value) & CharacterClass.Punctuation) != 0;

    /// <summary>Whether a word consists of letters, each with a full stop.</summary>
    public static bool IsInitials(ReadOnlySpan<char> word)
    {
        if (word.IsEmpty) return false;
        while (!word.IsEmpty)
        {
            Rune.DecodeFromUtf16(word, out var rune, out var length);
            if (!Rune.IsLetter(rune) || word.Length == length || word[length] != '.') return false;
            word = word[(length + 1)..];
        }
        return true;
    }
}
