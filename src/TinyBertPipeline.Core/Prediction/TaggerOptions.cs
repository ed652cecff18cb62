using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Prediction;

/// <summary>How a tagger works through sentences.</summary>
public sealed record TaggerOptions
{
    /// <summary>How logits become labels.</summary>
    public DecodeMode Decode { get; init; } = DecodeMode.Viterbi;

    /// <summary>The longest window in pieces, [CLS] and [SEP] included; 0 is what the model takes, at most 512.</summary>
    public int WindowLength { get; init; }

    /// <summary>The most pieces of a batch, padding included; a single longer window is a batch of its own.</summary>
    public int BatchTokens { get; init; } = 4096;
}
