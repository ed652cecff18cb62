using System.Text;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tasks.TokenClassification;

/// <summary>Tells how the words of a labelled file were made, so that raw text is split in the same way.</summary>
internal static class WordsOfFile
{
    private const double MostlyCharacters = 0.98;
    private const string ClauseMarks = ",;:!?";

    /// <summary>
    /// By character where nearly all words are single characters beyond ASCII or stand among such; at white space alone where commas and the
    /// like mostly hang on words; else at white space and punctuation, but for the signs that words have within.
    /// </summary>
    public static (WordSplit Split, KeptMarks? Marks) Read(IReadOnlyList<LabeledSentence> sentences)
    {
        long words = 0, single = 0, wide = 0, hanging = 0, standing = 0;
        foreach (var word in sentences.SelectMany(sentence => sentence.Words))
        {
            words++;
            var isSingle = Rune.DecodeFromUtf16(word, out _, out var length) == System.Buffers.OperationStatus.Done && length == word.Length;
            if (isSingle) single++;
            if (isSingle && word[0] > 0x7F) wide++;
            if (ClauseMarks.Contains(word[^1])) (hanging, standing) = word.Length > 1 ? (hanging + 1, standing) : (hanging, standing + 1);
        }
        if (single >= MostlyCharacters * words && 10 * wide >= words) return (WordSplit.Character, null);
        if (hanging > standing) return (WordSplit.WhiteSpace, null);
        var marks = MarksOfWords.Of(sentences.Select(sentence => sentence.Words));
        return marks.IsEmpty ? (WordSplit.Punctuation, null) : (WordSplit.Learned, marks);
    }
}
