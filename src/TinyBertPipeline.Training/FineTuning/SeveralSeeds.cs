using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Bundles;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Training.FineTuning;

/// <summary>
/// Trains the same with several seeds, each in a folder of its own, and keeps the best on dev. Seeds that are done when the run is
/// interrupted are not trained again.
/// </summary>
internal static class SeveralSeeds
{
    private const string FolderName = "seeds";
    private const string ResultName = "result.json";

    /// <summary>Trains all seeds and puts the best bundle into the run's folder.</summary>
    /// <param name="options">The options of all.</param>
    /// <param name="context">Who follows it.</param>
    /// <param name="train">Trains one seed.</param>
    /// <exception cref="EnvironmentException">A file cannot be written.</exception>
    public static FineTuningResult Run(
        FineTuningOptions options, TrainingContext context, Func<FineTuningOptions, FineTuningResult> train)
    {
        BundleFolder.ThrowIfTaken(
            options.Out, TrainedBundle.Names, RunIdentity.Hash(FineTuningRun.Identity(options)), context.Replaces);
        var folder = Path.Combine(options.Out, FolderName);
        var results = new List<FineTuningResult>();
        var seeds = Enumerable.Range(options.Seed, options.Seeds!.Value).ToArray();
        foreach (var seed in seeds)
        {
            var one = options with { Seed = seed, Seeds = null, Out = Path.Combine(folder, seed.ToString(CultureInfo.InvariantCulture)) };
            context.Progress.Note(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
            results.Add(Finished(one, options) ?? Train(one, options, train));
        }
        var best = results.MaxBy(result => result.Best.Score.Value)!;
        SeedScore[] scores = [.. seeds.Zip(results, (seed, result) => new SeedScore(seed, result.Best.Score))];
        var spread = MeanAndDeviation.Of(scores.Select(score => (double?)score.Score.Value));
        Publish(best, options, context, scores, spread);
        foreach (var result in results) OutputFolder.RemoveOwn(result.Folder, [.. TrainedBundle.Names, WrittenFiles.FileName, ResultName]);
        OutputFolder.RemoveOwn(folder, []);
        context.Progress.Note(string.Create(CultureInfo.InvariantCulture,
            $"{seeds.Length} seeds: dev {TaskScore.Shown(best.Best.Score.Metric)} {100 * spread.Mean:F2} ± {100 * spread.Deviation:F2}; ")
            + string.Create(CultureInfo.InvariantCulture,
                $"seed {seeds[results.IndexOf(best)]} with {100 * best.Best.Score.Value:F2} is kept, in {options.Out}"));
        return best with { Folder = options.Out, Seeds = scores };
    }

    private static FineTuningResult Train(
        FineTuningOptions one, FineTuningOptions all, Func<FineTuningOptions, FineTuningResult> train)
    {
        Directory.CreateDirectory(one.Out);
        var result = train(one);
        var kept = new JsonObject { ["run"] = Identity(one, all), ["result"] = OptionsFile.ToJson(result) };
        AtomicFile.WriteText(Path.Combine(one.Out, ResultName), kept.ToJsonString(OptionsFile.Json));
        return result;
    }

    // What a finished seed came to; null where it is not done, or was another run's.
    private static FineTuningResult? Finished(FineTuningOptions one, FineTuningOptions all)
    {
        var path = Path.Combine(one.Out, ResultName);
        if (!File.Exists(path) || !File.Exists(Path.Combine(one.Out, BundleFiles.Run))) return null;
        var kept = JsonFile.ReadObject(path, InputKind.Model);
        if (!JsonNode.DeepEquals(kept["run"], Identity(one, all))) return null;
        return kept["result"].Deserialize<FineTuningResult>(OptionsFile.Json);
    }

    private static JsonObject Identity(FineTuningOptions one, FineTuningOptions all)
    {
        var identity = FineTuningRun.Identity(one);
        identity["firstSeed"] = all.Seed;
        return identity;
    }

    private static void Publish(
        FineTuningResult best, FineTuningOptions options, TrainingContext context, SeedScore[] scores, MeanAndDeviation spread)
    {
        var bundle = Bundle.Open(best.Folder);
        var record = bundle.ReadRun()!;
        var details = record.Details!.DeepClone().AsObject();
        details["seeds"] = new JsonArray([.. scores.Select(ToJson)]);
        var metric = TaskScore.KeyOf(DevEvaluation.Part, best.Best.Score.Metric);
        (details[metric + "Mean"], details[metric + "Deviation"]) = (spread.Mean, spread.Deviation);
        new TrainedBundle(bundle.Model, [.. bundle.LoadWeights().Tensors.Values], new TrainingRecord
        {
            Identity = RunIdentity.Hash(FineTuningRun.Identity(options)),
            Metrics = [.. best.Evaluations.Select(score => score.Row())],
            CommandLine = context.CommandLine,
            Options = OptionsFile.ToJson(options),
            Seeds = record.Seeds,
            Inputs = record.Inputs,
            Scores = record.Scores,
            Details = details,
        })
        {
            Sources = CardSource.List(("started from", options.Model)),
        }.Write(options.Out, context.Replaces);
    }

    private static JsonObject ToJson(SeedScore score)
    {
        var row = new JsonObject { ["seed"] = score.Seed };
        foreach (var (name, value) in score.Score.Named(DevEvaluation.Part)) row[name] = value;
        return row;
    }
}
