using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Training;

/// <summary>Writes a trained tagger as a bundle.</summary>
/// <param name="Config">The model's config; labels and sizes.</param>
/// <param name="Tokenizer">The tokenizer.</param>
/// <param name="Weights">The weights under Hugging Face's names.</param>
/// <param name="Window">The longest window that the model was trained on, in pieces.</param>
/// <param name="Decode">The decoder that its scores were measured with.</param>
public sealed record TaggerBundle(
    BertConfig Config, BertTokenizer Tokenizer, IReadOnlyCollection<WeightTensor> Weights, int Window, DecodeMode Decode)
{
    /// <summary>Writes config, tokenizer and weights, and then <c>run.json</c>, which marks the bundle complete.</summary>
    /// <exception cref="EnvironmentException">A file cannot be written.</exception>
    public void Write(string folder, RunRecord record)
    {
        // A bundle that is being replaced is not complete.
        File.Delete(Path.Combine(folder, RunRecord.FileName));
        Config.WithSection(new JsonObject
        {
            ["scheme"] = TagScheme.Bioes.ToString().ToLowerInvariant(),
            ["decoder"] = Decode.ToString().ToLowerInvariant(),
            ["window"] = Window,
        }).Save(folder, "BertForTokenClassification");
        Tokenizer.Save(folder);
        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), Weights);
        RunRecord.Write(folder, record);
    }
}
