using System.Text;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Data.Spans;

/// <summary>
/// Cuts a text into words where no model says how: at white space, with every punctuation sign and every Chinese character a word of its
/// own,
/// as BERT's tokenizer does before its vocabulary comes in.
/// </summary>
internal static class TextWords
{
    public static SentenceText Split(string text)
    {
        List<int> starts = [], ends = [];
        var (start, at, isVisible) = (-1, 0, false);
        foreach (var rune in text.EnumerateRunes())
        {
            var kind = CharacterTable.ClassOf(rune.Value);
            var next = at + rune.Utf16SequenceLength;
            if ((kind & (CharacterClass.WhiteSpace | CharacterClass.ToSpace)) != 0) EndWord(at);
            else if ((kind & (CharacterClass.Punctuation | CharacterClass.Chinese)) != 0)
            {
                EndWord(at);
                (start, isVisible) = (at, true);
                EndWord(next);
            }
            else
            {
                if (start < 0) start = at;
                isVisible |= (kind & CharacterClass.Removed) == 0;   // joiners inside words stay; alone they are no word
            }
            at = next;
        }
        EndWord(at);
        return new SentenceText(text, [.. starts], [.. ends]);

        void EndWord(int end)
        {
            if (start >= 0 && isVisible)
            {
                starts.Add(start);
                ends.Add(end);
            }
            (start, isVisible) = (-1, false);
        }
    }
}
