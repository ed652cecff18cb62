using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Training.Bundles;

/// <summary>What a training leaves in its folder beside the model: the figures of its evaluations, and <c>run.json</c>.</summary>
internal sealed record TrainingRecord
{
    /// <summary>The files that are written.</summary>
    public static IReadOnlyList<string> Names { get; } = [MetricsFile.FileName, EventFile.FileName, BundleFiles.Run];

    /// <summary>What the run is known by.</summary>
    public required string Identity { get; init; }

    /// <summary>The rows of <c>metrics.csv</c>.</summary>
    public required IReadOnlyList<IReadOnlyList<KeyValuePair<string, double>>> Metrics { get; init; }

    /// <summary>The command that began the training.</summary>
    public required string CommandLine { get; init; }

    /// <summary>The resolved options.</summary>
    public required JsonNode Options { get; init; }

    /// <summary>Seeds by purpose.</summary>
    public required IReadOnlyDictionary<string, long> Seeds { get; init; }

    /// <summary>SHA-256 of every input by its path.</summary>
    public required IReadOnlyDictionary<string, string> Inputs { get; init; }

    /// <summary>Scores by name.</summary>
    public required IEnumerable<KeyValuePair<string, double>> Scores { get; init; }

    /// <summary>What else there is to say.</summary>
    public required JsonObject Details { get; init; }

    /// <summary>Writes the files.</summary>
    /// <exception cref="EnvironmentException">A file cannot be written.</exception>
    public void Write(string folder)
    {
        MetricsFile.Write(folder, Metrics);
        RunRecord.Write(folder, new RunRecord
        {
            Identity = Identity,
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
