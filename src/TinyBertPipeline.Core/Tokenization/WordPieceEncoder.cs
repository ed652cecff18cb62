namespace TinyBertPipeline.Core.Tokenization;

/// <summary>Greedy longest-match-first splitting of words into pieces (Wu et al. 2016; huggingface/tokenizers, models/wordpiece).</summary>
internal sealed class WordPieceEncoder(PieceTrie trie, int unknownId, int maxWordCharacters)
{
    /// <summary>Appends the pieces of the word at [<paramref name="from"/>, <paramref name="to"/>), or one unknown piece.</summary>
    public void Encode(NormalizedText text, int from, int to, int word, PieceList output)
    {
        var units = text.Units[from..to];
        var before = output.Count;
        if (units.Length > maxWordCharacters && CountCodePoints(units) > maxWordCharacters)
        {
            output.Add(unknownId, word, text.Start(from), text.End(to - 1));
            return;
        }
        for (var done = 0; done < units.Length;)
        {
            var id = trie.LongestMatch(units[done..], done > 0, out var length);
            if (id < 0)
            {
                output.CutTo(before);
                output.Add(unknownId, word, text.Start(from), text.End(to - 1));
                return;
            }
            output.Add(id, word, text.Start(from + done), text.End(from + done + length - 1));
            done += length;
        }
    }

    private static int CountCodePoints(ReadOnlySpan<char> units)
    {
        var count = 0;
        foreach (var unit in units)
        {
            if (!char.IsLowSurrogate(unit)) count++;
        }
        return count;
    }
}
