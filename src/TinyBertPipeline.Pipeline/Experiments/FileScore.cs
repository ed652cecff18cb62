using System.Text.Json;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Pipeline.Engines;
using TinyBertPipeline.Pipeline.Evaluation;

namespace TinyBertPipeline.Pipeline.Experiments;

/// <summary>A bundle's score on a labelled file, kept beside the bundle: teachers are compared with many students.</summary>
/// <param name="Weights">SHA-256 of the bundle's weights.</param>
/// <param name="Data">SHA-256 of the labelled file.</param>
/// <param name="Score">The score, in 32 bits.</param>
/// <param name="Parts">What each item adds to it.</param>
internal sealed record FileScore(string Weights, string Data, TaskScore Score, IReadOnlyList<double[]> Parts)
{
    /// <summary>Predicts the file, or reads what is kept of the same bundle and file.</summary>
    /// <param name="folder">The bundle.</param>
    /// <param name="path">The labelled file.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="part">What the file is: dev or test.</param>
    /// <param name="cancellation">Ends the work between two batches.</param>
    public static FileScore Measure(string folder, string path, DataOptions options, string part, CancellationToken cancellation)
    {
        var kept = $"{folder}.{part}.json";
        var bundle = Bundle.Open(folder);
        var hash = FileHash.Sha256(path);
        if (TryRead(kept) is { } known && known.Weights == bundle.WeightsSha256 && known.Data == hash) return known;

        var data = bundle.Model.Data(bundle.Task.Read(path, options));
        var evaluation = EvaluationRun.Run(bundle, data, EngineName.Torch, new EngineSettings(), cancellation: cancellation);
        var score = new FileScore(bundle.WeightsSha256, hash, evaluation.Score, data.Parts(evaluation.Predictions));
        AtomicFile.WriteText(kept, JsonSerializer.Serialize(score, OptionsFile.Json));
        return score;
    }

    /// <summary>The share of the teacher's score that a student keeps on the same file, with a 95 % interval.</summary>
    /// <param name="teacher">The teacher's score.</param>
    /// <param name="data">The file, which knows how its counts become a score.</param>
    public BootstrapInterval KeptOf(FileScore teacher, ITaskData data) =>
        BootstrapInterval.OfRatio(Parts, teacher.Parts, data.ValueOf, new BootstrapOptions());

    private static FileScore? TryRead(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            // A file of another version lacks the parts.
            return JsonSerializer.Deserialize<FileScore>(File.ReadAllBytes(path), OptionsFile.Json) is { Score: not null, Parts: not null } known ? known : null;
        }
        catch (JsonException)
        {
            return null;   // what cannot be read is measured again
        }
    }
}
