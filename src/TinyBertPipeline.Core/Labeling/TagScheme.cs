namespace TinyBertPipeline.Core.Labeling;

/// <summary>How labels mark where an entity begins and ends. O is outside of entities in every scheme.</summary>
public enum TagScheme
{
    /// <summary>Begin, Inside, End, Single; also called IOBES. The scheme that data is converted to.</summary>
    Bioes,

    /// <summary>Begin, Inside; also called IOB2. Every entity starts with B.</summary>
    Bio,

    /// <summary>Inside, and Begin only where an entity directly follows another of its type (CoNLL-2003).</summary>
    Iob1,

    /// <summary>Begin, Inside, Last, Unit: BIOES with L for E and U for S.</summary>
    Bilou,

    /// <summary>Begin, Middle, End, Single: BIOES with M for I.</summary>
    Bmes,
}
