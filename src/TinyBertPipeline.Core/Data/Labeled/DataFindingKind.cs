namespace TinyBertPipeline.Core.Data.Labeled;

/// <summary>What may be wrong with labelled data although it can be read.</summary>
public enum DataFindingKind
{
    /// <summary>A sentence stood in the file before, with the same labels.</summary>
    Repeated,

    /// <summary>A sentence stood in the file before, with other labels.</summary>
    RepeatedWithOtherLabels,

    /// <summary>A sentence stands in an earlier file too: a score on one says less when the other was trained on.</summary>
    Shared,

    /// <summary>A type that the first file, which is trained on, does not have.</summary>
    UnseenType,

    /// <summary>Types that differ by capitals only.</summary>
    SimilarTypes,

    /// <summary>A word with letters of several scripts that look alike.</summary>
    MixedScripts,

    /// <summary>A word with characters that show nothing.</summary>
    InvisibleCharacters,

    /// <summary>A sentence so long that blank lines may be missing.</summary>
    LongSentence,
}
