namespace TinyBertPipeline.Core.Labeling;

/// <summary>How logits become labels.</summary>
public enum DecodeMode
{
    /// <summary>The best path of those that the scheme allows.</summary>
    Viterbi,

    /// <summary>The best label of each word by itself; the sequence may be illegal.</summary>
    Argmax,
}
