using System.Text;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Data;

/// <summary>Makes a text of words.</summary>
internal static class JoinedWords
{
    /// <summary>Words with a space between them, but for Chinese characters, which need none.</summary>
    public static SentenceText Join(IReadOnlyList<string> words)
    {
        var text = new StringBuilder();
        var (starts, ends) = (new int[words.Count], new int[words.Count]);
        for (var i = 0; i < words.Count; i++)
        {
            if (i > 0 && !(IsChinese(words[i - 1], last: true) && IsChinese(words[i], last: false))) text.Append(' ');
            starts[i] = text.Length;
            ends[i] = text.Append(words[i]).Length;
        }
        return new SentenceText(text.ToString(), starts, ends);
    }

    private static bool IsChinese(string word, bool last)
    {
        Rune rune;
        var isWhole = last
            ? Rune.DecodeLastFromUtf16(word, out rune, out _) == System.Buffers.OperationStatus.Done
            : Rune.DecodeFromUtf16(word, out rune, out _) == System.Buffers.OperationStatus.Done;
        return isWhole && (CharacterTable.ClassOf(rune.Value) & CharacterClass.Chinese) != 0;
    }
}
