using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Inference.Tests;

/// <summary>The model behind the reference's ONNX and IR files.</summary>
internal static class ReferenceModel
{
    /// <summary>How far f32 logits may be from the golden ones (README of the reference).</summary>
    public const double Tolerance = 1e-5;

    public static BertConfig Config => BertConfig.Load(ReferenceData.Require("model", "A", "token-classification"));
}
