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

    /// <summary>Begin, Middle, End, Single; also called BMEOS: BIOES with M for I.</summary>
    Bmes,

    /// <summary>Inside, and End only where another entity of the type directly follows.</summary>
    Ioe1,

    /// <summary>Inside, End. Every entity ends with E.</summary>
    Ioe2,

    /// <summary>Begin, Inside, Single: BIO with S for entities of one word.</summary>
    Bios,

    /// <summary>Begin, Inside, End: BIOES with B for entities of one word.</summary>
    Bieo,

    /// <summary>The type alone, as in <c>LOC</c>: a run of equal labels is an entity.</summary>
    Plain,

    /// <summary>
    /// No scheme of a name: each type is read by the letters that it has. With B every entity of the type starts with B, with E (or L) every
    /// entity ends with it, S (or U) is an entity of one word, and without any of them a run is an entity.
    /// </summary>
    Mixed,
}
