namespace TinyBertPipeline.Core.Checkpoints;

/// <summary>Constants of the network that no config names and every engine must share.</summary>
public static class BertConstants
{
    /// <summary>
    /// Added to the attention scores of padded keys. Finite, as in the first releases of BERT, so that a row without any real piece is still a
    /// distribution, and within the range of 16-bit floats.
    /// </summary>
    public const double MaskedScore = -10_000;
}
