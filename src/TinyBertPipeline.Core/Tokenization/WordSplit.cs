namespace TinyBertPipeline.Core.Tokenization;

/// <summary>How the words of a raw text are made; a tagger must get them as its training did.</summary>
public enum WordSplit
{
    /// <summary>At white space, and every punctuation sign and Chinese character is a word: the tokenizer's own rules.</summary>
    Punctuation,

    /// <summary>At white space only: <c>Oslo,</c> is one word.</summary>
    WhiteSpace,

    /// <summary>Every character (code point) is a word, as taggers of Chinese take it; white space lies between.</summary>
    Character,

    /// <summary>As <see cref="Punctuation"/>, but signs that the training file kept within words stay there (see <see cref="KeptMarks"/>).</summary>
    Learned,
}
