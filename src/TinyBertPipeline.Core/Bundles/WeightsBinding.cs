namespace TinyBertPipeline.Core.Bundles;

/// <summary>How a derived model says which weights it came from, so that a stale one is not used by mistake.</summary>
public static class WeightsBinding
{
    /// <summary>
    /// The key, in the ONNX model's <c>metadata_props</c> and in the IR's <c>rt_info</c>; its value is the weights' SHA-256.
    /// </summary>
    public const string MetadataKey = "tinybert_pipeline.weights_sha256";
}
