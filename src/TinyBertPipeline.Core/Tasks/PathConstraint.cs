namespace TinyBertPipeline.Core.Tasks;

/// <summary>Where only the paths that the labels' scheme allows are considered.</summary>
public enum PathConstraint
{
    /// <summary>
    /// In training and in decoding, the usual way: the paths that compete in a CRF's loss are then those that decoding and confidence know,
    /// and no strength goes into forbidding steps that are forbidden anyway.
    /// </summary>
    Both,

    /// <summary>In the loss of a CRF alone; decoding considers all paths.</summary>
    Training,

    /// <summary>In decoding alone; in the loss of a CRF all paths compete.</summary>
    Decoding,

    /// <summary>Nowhere.</summary>
    Neither,
}
