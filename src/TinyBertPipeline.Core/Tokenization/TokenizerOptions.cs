namespace TinyBertPipeline.Core.Tokenization;

/// <summary>How a BERT tokenizer reads text; the names and defaults of a Hugging Face tokenizer.</summary>
public sealed record TokenizerOptions
{
    /// <summary>Lower-case the text (<c>do_lower_case</c>).</summary>
    public bool Lowercase { get; init; } = true;

    /// <summary>Decompose characters and drop nonspacing marks; null follows <see cref="Lowercase"/> (<c>strip_accents</c>).</summary>
    public bool? StripAccents { get; init; }

    /// <summary>Make each Chinese character a word of its own (<c>tokenize_chinese_chars</c>).</summary>
    public bool TokenizeChineseCharacters { get; init; } = true;

    /// <summary>Drop control and format characters, turn every white space into a space (<c>clean_text</c>).</summary>
    public bool CleanText { get; init; } = true;

    /// <summary>
    /// Treat a special piece that stands in the text, such as <c>[SEP]</c>, as plain text (<c>split_special_tokens</c>). The default is the
    /// library's: it becomes the control token. Set it for text from strangers.
    /// </summary>
    public bool SplitSpecialTokens { get; init; }

    /// <summary>Words of more code points than this become one unknown piece (<c>max_input_chars_per_word</c>).</summary>
    public int MaxWordCharacters { get; init; } = 100;

    /// <summary>The longest sequence the model is meant for, or null where none is stated (<c>model_max_length</c>). No text is cut to it.</summary>
    public int? MaxLength { get; init; }

    internal bool StripsAccents => StripAccents ?? Lowercase;
}
