namespace TinyBertPipeline.Core.Tokenization;

/// <summary>Greedy longest-match-first splitting of words into pieces (Wu et al. 2016; huggingface/tokenizers, models/wordpiece).</summary>
internal sealed class WordPieceEncoder(PieceTrie trie, int unknownId, int maxWordCharacters)
{
    /// <summary>Appends the pieces of a normalised word, or one unknown piece.</summary>
    /// <param name="units">The word.</param>
    /// <param name="word">Its index.</param>
    /// <param name="start">What is added to offsets.</param>
    /// <param name="output">The pieces.</param>
    public void Encode(ReadOnlySpan<char> units, int word, int start, PieceBuffer output)
    {
        var before = output.Count;
        if (units.Length > maxWordCharacters && CountCodePoints(units) > maxWordCharacters)
        {
            output.Add(unknownId, word, start, start + units.Length);
            return;
        }
        for (var done = 0; done < units.Length;)
        {
            var id = trie.LongestMatch(units[done..], done > 0, out var length);
            if (id < 0)
            {
                output.CutTo(before);
                output.Add(unknownId, word, start, start + units.Length);
                return;
            }
            output.Add(id, word, start + done, start + done + length);
            done += length;
        }
    }

    /// <summary>The length of a word that has no lone surrogate.</summary>
    public static int CountCodePoints(ReadOnlySpan<char> units)
    {
        var count = 0;
        foreach (var unit in units)
        {
            if (!char.IsLowSurrogate(unit)) count++;
        }
        return count;
    }
}
