namespace TinyBertPipeline.Core.Labeling;

/// <summary>When a letter marks one border of an entity.</summary>
internal enum Border
{
    /// <summary>Never: the entity goes as far as its words do.</summary>
    Unmarked,

    /// <summary>Only between two entities of one type.</summary>
    MarkedBetween,

    /// <summary>At every entity of more than one word; an entity of one word has the mark of the other border.</summary>
    MarkedIfLong,

    /// <summary>At every entity.</summary>
    Marked,
}
