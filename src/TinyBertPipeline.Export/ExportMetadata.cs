using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Export.Quantization;

namespace TinyBertPipeline.Export;

/// <summary>What a derived model file says of itself, as key and value: in ONNX <c>metadata_props</c>, in OpenVINO IR <c>rt_info</c>.</summary>
public sealed record ExportMetadata
{
    /// <summary>The name under which files are written.</summary>
    public const string Producer = "TinyBertPipeline";

    /// <summary>
    /// SHA-256 of the weights file, written under <see cref="WeightsBinding.MetadataKey"/>; null takes that of the weights which are exported.
    /// </summary>
    public string? WeightsSha256 { get; init; }

    /// <summary>SHA-256 over weights, config and tokenizer, written under <see cref="WeightsBinding.ContentKey"/>; null leaves it out.</summary>
    public string? ContentSha256 { get; init; }

    /// <summary>How the model works; what is not stated is left out.</summary>
    public BundleSettings Settings { get; init; } = new();

    /// <summary>The version of this assembly.</summary>
    internal static string ProducerVersion { get; } = typeof(ExportMetadata).Assembly.GetName().Version!.ToString(3);

    /// <summary>The name of a task's graph: <c>bert_token_classification</c> and the like.</summary>
    internal static string GraphName(ITask task) => "bert_" + task.Name.Replace('-', '_');

    /// <summary>All keys and values in their order; the labels are a JSON array in the order of the logits.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Entries(
        ITask task, BertConfig config, BertWeights weights, IntegerForm? activations)
    {
        yield return new("tinybert_pipeline.task", task.Name);
        yield return new("tinybert_pipeline.labels", JsonSerializer.Serialize(config.Labels, _labelFormat));
        if (Settings.Scheme is { } scheme) yield return new("tinybert_pipeline.scheme", scheme.ToString().ToUpperInvariant());
        if (Settings.Head is { } head) yield return new("tinybert_pipeline.head", HeadNames.Of(head));
        if (Settings.Window is { } window) yield return new("tinybert_pipeline.window", Text(window));
        yield return new("tinybert_pipeline.vocabulary_size", Text(config.VocabularySize));
        yield return new("tinybert_pipeline.max_positions", Text(config.MaxPositions));
        if (activations is { } form) yield return new("tinybert_pipeline.activations", form.ToString().ToLowerInvariant());
        foreach (var slot in task.BesideGraph(config))
            yield return new(TensorMetadata.KeyOf(slot.Name), TensorMetadata.Format(weights[slot.Name].Values));
        yield return new(WeightsBinding.MetadataKey, WeightsSha256 ?? weights.Sha256);
        if (ContentSha256 is { } content) yield return new(WeightsBinding.ContentKey, content);

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private static readonly JsonSerializerOptions _labelFormat = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
