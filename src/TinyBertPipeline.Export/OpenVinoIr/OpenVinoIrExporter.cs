using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Export.Graphs;
using TinyBertPipeline.Export.Quantization;

namespace TinyBertPipeline.Export.OpenVinoIr;

/// <summary>
/// Writes a BERT model as OpenVINO IR, version 11, without OpenVINO: an <c>.xml</c> file with the graph and a <c>.bin</c> file of the same
/// name with the weights. Inputs and output are those of the ONNX model.
/// </summary>
public static class OpenVinoIrExporter
{
    /// <summary>Writes the <c>.bin</c>, then the <c>.xml</c>, each to a temporary file that is renamed.</summary>
    /// <exception cref="InvalidInputException">The weights or the input shape do not fit the configuration.</exception>
    /// <exception cref="ArgumentException">
    /// The path does not end in <c>.xml</c>, or the quantization plan is for a network of another form.
    /// </exception>
    /// <exception cref="EnvironmentException">A file cannot be written.</exception>
    public static void Write(ITask task, BertConfig config, BertWeights weights, string xmlPath, IrExportOptions options)
    {
        if (!string.Equals(Path.GetExtension(xmlPath), ".xml", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"'{xmlPath}' does not end in .xml", nameof(xmlPath));
        var document = Build(task, config, weights, options);
        AtomicFile.Write(Path.ChangeExtension(xmlPath, ".bin"), document.Constants.WriteTo);
        AtomicFile.Write(xmlPath, stream => IrXml.Write(stream, ExportMetadata.GraphName(task), document, RuntimeInfo(task, config, weights, options)));
    }

    internal static IrDocument Build(ITask task, BertConfig config, BertWeights weights, IrExportOptions options)
    {
        if (options.InputShape.Length > config.MaxPositions)
        {
            throw new InvalidInputException(InputKind.Configuration, null,
                $"input shape {options.InputShape} is longer than the model's {config.MaxPositions} positions");
        }
        options.Quantization?.ThrowIfUnfit(config);
        var document = new IrDocument();
        new BertGraph(config, new GraphWeights(weights.Tensors)).Describe(new IrGraphWriter(document, options), task);
        return document;
    }

    private static IEnumerable<KeyValuePair<string, string>> RuntimeInfo(
        ITask task, BertConfig config, BertWeights weights, IrExportOptions options) =>
    [
        new("tinybert_pipeline.producer", $"{ExportMetadata.Producer} {ExportMetadata.ProducerVersion}"),
        .. options.Metadata.Entries(task, config, weights, options.Quantization is null ? null : options.Activations),
        new("tinybert_pipeline.compress_to_fp16", options.CompressToFp16 ? "true" : "false"),
        new("tinybert_pipeline.input_shape", options.InputShape.ToString()),
    ];
}

/// <summary>How a model is written as OpenVINO IR.</summary>
public sealed record IrExportOptions
{
    /// <summary>Stores the weights as 16-bit floats: half the file, the same speed, weights rounded to three digits.</summary>
    public bool CompressToFp16 { get; init; }

    /// <summary>Makes linear layers and embeddings 8-bit; null writes all weights as floats.</summary>
    public QuantizationPlan? Quantization { get; init; }

    /// <summary>With a quantization plan, how activations become integers.</summary>
    public IntegerForm Activations { get; init; }

    /// <summary>The shape of the inputs; dynamic unless stated.</summary>
    public InputShape InputShape { get; init; } = InputShape.Dynamic;

    /// <summary>What the file says of itself.</summary>
    public ExportMetadata Metadata { get; init; } = new();
}
