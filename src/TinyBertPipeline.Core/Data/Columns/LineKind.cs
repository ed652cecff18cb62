namespace TinyBertPipeline.Core.Data.Columns;

/// <summary>What a line is by itself, before its columns are known.</summary>
internal enum LineKind
{
    /// <summary>A word with its label, or meant as one.</summary>
    Word,

    /// <summary>Ends a sentence.</summary>
    Blank,

    /// <summary>Holds nothing but invisible characters; taken as blank.</summary>
    Invisible,

    /// <summary>Begins with the prefix of comments that was given.</summary>
    Comment,

    /// <summary>Begins with <c>#</c> alone, as comments do; may still be a word.</summary>
    Hash,

    /// <summary><c>-DOCSTART-</c>, or CoNLL-2012's <c>#begin document</c> and <c>#end document</c>: another document begins.</summary>
    Document,
}
