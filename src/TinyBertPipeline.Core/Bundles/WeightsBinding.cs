namespace TinyBertPipeline.Core.Bundles;

/// <summary>How a derived model says what it was made from, so that a stale one is not used by mistake.</summary>
public static class WeightsBinding
{
    /// <summary>
    /// The key, in the ONNX model's <c>metadata_props</c> and in the IR's <c>rt_info</c>; its value is the weights' SHA-256.
    /// </summary>
    public const string MetadataKey = "tinybert_pipeline.weights_sha256";

    /// <summary>
    /// The key of one hash over weights, config and tokenizer (<see cref="Bundle.ContentSha256"/>); models of earlier versions lack it.
    /// </summary>
    public const string ContentKey = "tinybert_pipeline.content_sha256";
}
