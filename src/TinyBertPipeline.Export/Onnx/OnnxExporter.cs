using Google.Protobuf;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Export.Graphs;
using TinyBertPipeline.Export.Onnx.Verification;
using TinyBertPipeline.Export.Quantization;

namespace TinyBertPipeline.Export.Onnx;

/// <summary>
/// Writes a BERT model as one ONNX file of standard operators: inputs <c>input_ids</c>, <c>attention_mask</c>, <c>token_type_ids</c>
/// (int64 [batch_size, sequence_length]), output that of its task (float [batch_size, sequence_length, labels] or [batch_size, labels]).
/// </summary>
public static class OnnxExporter
{
    private static readonly int[] _opsets = [17, 18, 19, 20];

    /// <summary>Builds the model, verifies it and writes it; a file of that name is replaced only by a whole and valid one.</summary>
    /// <exception cref="InvalidInputException">The weights do not fit the configuration, or do not fit into one ONNX file (2 GiB).</exception>
    /// <exception cref="ArgumentException">The opset is not one of 17 to 20, or the quantization plan is for a network of another form.</exception>
    /// <exception cref="EnvironmentException">The file cannot be written.</exception>
    public static void Write(ITask task, BertConfig config, BertWeights weights, string path, OnnxExportOptions options)
    {
        var model = Build(task, config, weights, options);
        AtomicFile.Write(path, stream => model.WriteTo(stream));
    }

    /// <summary>The verified model in memory, with the tensors that the probes ask for as further outputs.</summary>
    internal static ModelProto Build(
        ITask task, BertConfig config, BertWeights weights, OnnxExportOptions options, CalibrationProbes? probes = null)
    {
        if (!_opsets.Contains(options.Opset))
            throw new ArgumentOutOfRangeException(nameof(options), options.Opset, $"the opset must be one of {string.Join(", ", _opsets)}");
        var builder = new OnnxGraphBuilder();
        options.Quantization?.ThrowIfUnfit(config);
        new BertGraph(config, new GraphWeights(weights.Tensors)).Describe(new OnnxGraphWriter(builder, options, probes), task);
        builder.Graph.Name = ExportMetadata.GraphName(task);
        var model = new ModelProto
        {
            IrVersion = options.Opset < 19 ? 8 : 9,
            ProducerName = ExportMetadata.Producer,
            ProducerVersion = ExportMetadata.ProducerVersion,
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = options.Opset } },
            Graph = builder.Graph,
        };
        foreach (var (key, value) in options.Metadata.Entries(task, config, weights, options.Quantization is null ? null : IntegerForm.U8))
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        OnnxVerifier.ThrowIfInvalid(model, Expectation(task.Output(config), options.Opset, builder.WeightUses, probes));
        return model;
    }

    private static OnnxExpectation Expectation(TaskOutput output, int opset, IReadOnlyDictionary<string, int> uses, CalibrationProbes? probes) => new(
        opset,
        [.. ModelInputs.All.Select(name => KeyValuePair.Create(name, OnnxGraphWriter.TokenType))],
        [.. probes?.OutputTypes ?? [], KeyValuePair.Create(output.Name, OnnxGraphWriter.OutputType(output))],
        uses);
}
