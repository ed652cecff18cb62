using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Labeling.Paths;

namespace TinyBertPipeline.Core.Bundles;

/// <summary>Names of a bundle's files.</summary>
public static class BundleFiles
{
    /// <summary>Sizes, labels and settings.</summary>
    public const string Config = BertConfig.FileName;

    /// <summary>The weights.</summary>
    public const string Weights = CheckpointFolder.SafetensorsName;

    /// <summary>The weights as PyTorch's users have them.</summary>
    public const string PyTorchWeights = CheckpointFolder.PickleName;

    /// <summary>The exported ONNX model.</summary>
    public const string Onnx = "model.onnx";

    /// <summary>The quantized ONNX model.</summary>
    public const string QuantizedOnnx = "model_quantized.onnx";

    /// <summary>The OpenVINO IR; its weights are in the <c>.bin</c> beside it.</summary>
    public const string Ir = "openvino_model.xml";

    /// <summary>Folder of the quantized IR, a bundle of its own.</summary>
    public const string QuantizedIrFolder = "int8";

    /// <summary>Calibrated ranges behind both quantized models.</summary>
    public const string Quantization = "quantization.json";

    /// <summary>Which precision was the fastest on which machine.</summary>
    public const string Precisions = "precision-cache.json";

    /// <summary>Operating points that were fitted to the weights.</summary>
    public const string OperatingPoints = OperatingPointFile.FileName;

    /// <summary>The model card, for people.</summary>
    public const string Card = "README.md";

    /// <summary>How the bundle was made; written last.</summary>
    public const string Run = RunRecord.FileName;

    /// <summary>The files that decide how text becomes pieces; a folder may lack some.</summary>
    public static IReadOnlyList<string> Tokenizer { get; } =
        ["vocab.txt", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json"];
}
