using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Training;

/// <summary>Writes what was trained as a bundle.</summary>
/// <param name="Model">Task, labels, tokenizer and settings as training scored with them.</param>
/// <param name="Weights">The weights under Hugging Face's names.</param>
internal sealed record TrainedBundle(ITaskModel Model, IReadOnlyCollection<WeightTensor> Weights)
{
    /// <summary>The command that began the training.</summary>
    public string CommandLine { get; init; } = "";

    /// <summary>The resolved options.</summary>
    public JsonNode? Options { get; init; }

    /// <summary>Seeds by purpose.</summary>
    public IReadOnlyDictionary<string, long> Seeds { get; init; } = new Dictionary<string, long>();

    /// <summary>SHA-256 of every input by its path.</summary>
    public IReadOnlyDictionary<string, string> Inputs { get; init; } = new Dictionary<string, string>();

    /// <summary>Scores by name.</summary>
    public IEnumerable<KeyValuePair<string, double>> Scores { get; init; } = [];

    /// <summary>What else there is to say.</summary>
    public JsonObject? Details { get; init; }

    /// <summary>Writes config, tokenizer and weights, and then <c>run.json</c>, which marks the bundle complete.</summary>
    /// <exception cref="EnvironmentException">A file cannot be written.</exception>
    public void Write(string folder)
    {
        // A bundle that is being replaced is not complete.
        File.Delete(Path.Combine(folder, BundleFiles.Run));
        var config = Model.Config;
        Model.Settings.ApplyTo(config).Save(folder, Model.Task.Architecture);
        Model.Tokenizer.WithMaxLength(Math.Min(Model.Tokenizer.Options.MaxLength ?? config.MaxPositions, config.MaxPositions)).Save(folder);
        SafetensorsWriter.Write(Path.Combine(folder, BundleFiles.Weights), Weights);
        RunRecord.Write(folder, new RunRecord
        {
            CommandLine = CommandLine,
            Options = Options,
            Seeds = Seeds,
            Versions = new Dictionary<string, string>(RunRecord.PlatformVersions()) { ["libtorch"] = LibTorch.Version },
            Inputs = Inputs,
            Scores = new Dictionary<string, double>(Scores),
            Details = Details,
        });
    }
}
