using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Training.Bundles;

/// <summary>Writes a BERT that is not yet for any task as a Hugging Face folder.</summary>
/// <param name="Config">Its sizes.</param>
/// <param name="Architecture">The class of transformers that loads it.</param>
/// <param name="Tokenizer">Its tokenizer.</param>
/// <param name="Weights">The weights under Hugging Face's names.</param>
internal sealed record EncoderFolder(
    BertConfig Config, string Architecture, BertTokenizer Tokenizer, IReadOnlyCollection<WeightTensor> Weights)
{
    /// <summary>The files that are written.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [BundleFiles.Config, BundleFiles.Weights, .. BertTokenizer.FileNames, MetricsFile.FileName, EventFile.FileName, BundleFiles.Run];

    /// <summary>What the run is known by.</summary>
    public required string Identity { get; init; }

    /// <summary>The rows of <c>metrics.csv</c>.</summary>
    public required IReadOnlyList<IReadOnlyList<KeyValuePair<string, double>>> Metrics { get; init; }

    /// <summary>The command that began the training.</summary>
    public required string CommandLine { get; init; }

    /// <summary>The resolved options.</summary>
    public required JsonNode Options { get; init; }

    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>SHA-256 of every input by its path.</summary>
    public required IReadOnlyDictionary<string, string> Inputs { get; init; }

    /// <summary>Scores by name.</summary>
    public required IEnumerable<KeyValuePair<string, double>> Scores { get; init; }

    /// <summary>What else there is to say.</summary>
    public required JsonObject Details { get; init; }

    /// <summary>Writes all files as a whole: the folder has the old model or this one.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="allowed">What may be replaced in it.</param>
    /// <exception cref="InvalidInputException">The folder holds what may not be replaced; nothing was changed.</exception>
    /// <exception cref="EnvironmentException">A file cannot be written; what was there stays.</exception>
    public void Write(string folder, Replacement allowed)
    {
        using var update = FolderUpdate.Begin(folder, BundleFolder.MayReplaceAll(folder, allowed));
        foreach (var name in BundleFiles.Tokenizer.Append(BundleFiles.PyTorchWeights)) update.Remove(name);
        (Config with { Labels = [], Architecture = Architecture }).Save(update.Folder, Architecture);
        Tokenizer.WithMaxLength(Config.MaxPositions).Save(update.Folder);
        SafetensorsWriter.Write(update.Sub(BundleFiles.Weights), Weights);
        MetricsFile.Write(update.Folder, Metrics);
        RunRecord.Write(update.Folder, new RunRecord
        {
            Identity = Identity,
            CommandLine = CommandLine,
            Options = Options,
            Seeds = new Dictionary<string, long> { ["training"] = Seed },
            Versions = new Dictionary<string, string>(RunRecord.PlatformVersions()) { ["libtorch"] = LibTorch.Version },
            Inputs = Inputs,
            Scores = new Dictionary<string, double>(Scores),
            Details = Details,
        });
        update.Commit();
    }
}
