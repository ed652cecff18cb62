using TinyBertPipeline.Inference.OnnxRuntime;
using TinyBertPipeline.Inference.OpenVino;

namespace TinyBertPipeline.Inference.Tests;

/// <summary>The model behind the reference's ONNX and IR files, with the sizes in its config.json.</summary>
internal static class ReferenceModel
{
    /// <summary>How far f32 logits may be from the golden ones (README of the reference).</summary>
    public const double Tolerance = 1e-5;

    public static string Onnx(int opset = 17) => ReferenceData.Require("onnx", $"model-opset{opset}.onnx");

    public static string Ir(string name = "float32") => ReferenceData.Require("openvino", name + ".xml");

    public static OnnxRuntimeOptions OnnxOptions()
    {
        var (vocabulary, positions) = Sizes();
        return new OnnxRuntimeOptions { VocabularySize = vocabulary, MaxPositions = positions };
    }

    public static OpenVinoOptions OpenVinoOptions()
    {
        OpenVinoRuntime.Require();
        var (vocabulary, positions) = Sizes();
        return new OpenVinoOptions { VocabularySize = vocabulary, MaxPositions = positions };
    }

    private static (int Vocabulary, int Positions) Sizes()
    {
        var config = ReferenceData.ReadJson("model", "A", "token-classification", "config.json");
        return (config.GetProperty("vocab_size").GetInt32(), config.GetProperty("max_position_embeddings").GetInt32());
    }
}
