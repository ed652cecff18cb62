using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Training.Bundles;

/// <summary>Writes what was trained as a bundle.</summary>
/// <param name="Model">Task, labels, tokenizer and settings as training scored with them.</param>
/// <param name="Weights">The weights under Hugging Face's names.</param>
internal sealed record TrainedBundle(ITaskModel Model, IReadOnlyCollection<WeightTensor> Weights)
{
    /// <summary>The files that are written.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        BundleFiles.Config, BundleFiles.Weights, .. BertTokenizer.FileNames,
        MetricsFile.FileName, EventFile.FileName, BundleFiles.Card, BundleFiles.Run,
    ];

    /// <summary>What the run is known by.</summary>
    public string Identity { get; init; } = "";

    /// <summary>The rows of <c>metrics.csv</c>.</summary>
    public IReadOnlyList<IReadOnlyList<KeyValuePair<string, double>>> Metrics { get; init; } = [];

    /// <summary>The folders of the models that it was made from, with what each was.</summary>
    public IReadOnlyList<CardSource> Sources { get; init; } = [];

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

    /// <summary>Writes config, tokenizer, weights, figures and <c>run.json</c> as a whole: the folder has the old bundle or this one.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="allowed">What may be replaced in it.</param>
    /// <exception cref="InvalidInputException">The folder holds what may not be replaced; nothing was changed.</exception>
    /// <exception cref="EnvironmentException">A file cannot be written; the old bundle stays.</exception>
    public void Write(string folder, Replacement allowed)
    {
        using var update = FolderUpdate.Begin(folder, BundleFolder.MayReplaceAll(folder, allowed));
        foreach (var name in BundleFiles.Tokenizer.Concat([BundleFiles.PyTorchWeights, BundleFiles.OperatingPoints])) update.Remove(name);
        var config = Model.Config;
        Model.Settings.ApplyTo(config).Save(update.Folder, Model.Task.Architecture);
        Model.Tokenizer.WithMaxLength(Math.Min(Model.Tokenizer.Options.MaxLength ?? config.MaxPositions, config.MaxPositions)).Save(update.Folder);
        SafetensorsWriter.Write(update.Sub(BundleFiles.Weights), Weights);
        MetricsFile.Write(update.Folder, Metrics);
        AtomicFile.WriteText(update.Sub(BundleFiles.Card), Card().ToText());
        RunRecord.Write(update.Folder, Record());
        update.Commit();
    }

    private ModelCard Card() => new(Model, Weights.Sum(weight => (long)weight.Values.Length))
    {
        CommandLine = CommandLine,
        Sources = Sources,
        Inputs = Inputs,
        Scores = [.. Scores],
    };

    private RunRecord Record() => new()
    {
        Identity = Identity,
        CommandLine = CommandLine,
        Options = Options,
        Seeds = Seeds,
        Versions = new Dictionary<string, string>(RunRecord.PlatformVersions()) { ["libtorch"] = LibTorch.Version },
        Inputs = Inputs,
        Scores = new Dictionary<string, double>(Scores),
        Details = Details,
    };
}
