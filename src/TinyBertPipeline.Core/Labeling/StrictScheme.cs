namespace TinyBertPipeline.Core.Labeling;

/// <summary>The schemes of strict evaluation, as seqeval names them.</summary>
public enum StrictScheme
{
    /// <summary>I, and B only between neighbours of one type.</summary>
    Iob1,

    /// <summary>B and I.</summary>
    Iob2,

    /// <summary>I, and E only between neighbours of one type.</summary>
    Ioe1,

    /// <summary>I and E.</summary>
    Ioe2,

    /// <summary>B, I, E, S: BIOES.</summary>
    Iobes,

    /// <summary>B, I, L, U.</summary>
    Bilou,
}
