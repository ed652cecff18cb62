using TinyBertPipeline.Core;
using TinyBertPipeline.Inference.OnnxRuntime;
using TinyBertPipeline.Inference.OpenVino;

namespace TinyBertPipeline.Inference.Tests;

/// <summary>
/// The hand-made models of <c>Golden/</c>: inputs <c>input_ids</c> and <c>attention_mask</c> [B,T], output <c>logits</c> [B,T], which is id
/// times mask. No weights, so any answer can be foretold.
/// </summary>
internal static class TinyModel
{
    public const int VocabularySize = 1000;
    public const int MaxPositions = 64;
    public const string WeightsSha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    public static OnnxRuntimeOptions OnnxOptions { get; } = new() { VocabularySize = VocabularySize, MaxPositions = MaxPositions };

    public static OpenVinoOptions OpenVinoOptions { get; } = new() { VocabularySize = VocabularySize, MaxPositions = MaxPositions };

    public static string Path(string file) => System.IO.Path.Combine(AppContext.BaseDirectory, "Golden", file);

    /// <summary>Loads <c>Golden/NAME.onnx</c> or <c>.xml</c> by one of the engines onnx, openvino (IR) and openvino-onnx.</summary>
    public static IInferenceEngine Load(string engine, string name = "masked-ids", string? expected = null, IMessages? messages = null, string? profileFolder = null)
    {
        if (engine == "onnx")
        {
            return OnnxRuntimeEngine.Load(Path(name + ".onnx"), OnnxOptions with
            {
                ExpectedWeightsSha256 = expected,
                Messages = messages ?? NoMessages.Instance,
                ProfileFolder = profileFolder,
            });
        }
        OpenVinoRuntime.Require();
        return OpenVinoEngine.Load(
            Path(name + (engine == "openvino" ? ".xml" : ".onnx")), OpenVinoOptions with
            {
                ExpectedWeightsSha256 = expected,
                Messages = messages ?? NoMessages.Instance,
                Profile = profileFolder is not null,
            });
    }

    /// <summary>A batch with ids 1, 2, 3 … in which the last position of each row is padding.</summary>
    public static TokenBatch Batch(int rows, int length)
    {
        var ids = Enumerable.Range(1, rows * length).Select(i => (long)(i % VocabularySize)).ToArray();
        var mask = Enumerable.Range(0, rows * length).Select(i => i % length < length - 1 ? 1L : 0L).ToArray();
        return new TokenBatch(rows, length, ids, mask, new long[ids.Length]);
    }

    public static float[] Answer(TokenBatch batch) => [.. batch.InputIds.Zip(batch.AttentionMask, (id, mask) => (float)(id * mask))];

    public static void AssertAnswer(TokenBatch batch, IInferenceRequest request) =>
        Assert.Equal(Answer(batch), request.Output("logits").ToArray());
}
