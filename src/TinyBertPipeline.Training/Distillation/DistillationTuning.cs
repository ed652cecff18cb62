using System.Globalization;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Tasks;

namespace TinyBertPipeline.Training.Distillation;

/// <summary>Chooses options by short runs that are scored on dev. A short run has a whole schedule of its own.</summary>
internal static class DistillationTuning
{
    /// <summary>
    /// The short runs that some options ask for; none without tuning. Where nothing is looked for in a text, no weight of entities is
    /// tried.
    /// </summary>
    public static IEnumerable<DistillationOptions> Candidates(DistillationOptions options, IImitatedRows rows)
    {
        var tuning = options.Tuning;
        IEnumerable<double> entityWeights = rows.TellsFindings ? tuning.EntityWeights : [];
        return !options.Tune ? [] :
            from layers in tuning.LayerMaps.DefaultIfEmpty(options.Layers)
            from attention in tuning.AttentionWeights.DefaultIfEmpty(options.AttentionWeight)
            from entity in entityWeights.DefaultIfEmpty(options.EntityWeight ?? 0)
            select options with
            {
                Layers = layers,
                AttentionWeight = attention,
                EntityWeight = entity,
                AverageWeights = null,
                Pieces = tuning.Pieces,
                Evaluations = 1,
            };
    }

    /// <summary>Tries every combination and returns the options with the best one; of equal scores the earlier.</summary>
    /// <param name="setup">Models and text.</param>
    /// <param name="options">The options of the run to come.</param>
    /// <param name="file">Where finished short runs are kept.</param>
    /// <param name="progress">Follows the short runs.</param>
    /// <param name="cancellation">Ends the tuning; the short runs that are done are kept.</param>
    public static (DistillationOptions Best, IReadOnlyList<TuningScore> Scores) Choose(
        DistillationSetup setup, DistillationOptions options, string file, ITrainingProgress progress, CancellationToken cancellation)
    {
        DistillationOptions[] candidates = [.. Candidates(options, setup.Rows)];
        var kept = new TuningFile(file, setup.Run.Identity);
        var scores = kept.Read();
        foreach (var candidate in candidates.Skip(scores.Count))
        {
            scores.Add(Try(setup, candidate, progress, cancellation));
            kept.Write(scores);
        }
        var best = scores.IndexOf(scores.MaxBy(score => score.Score.Value)!);
        var (entityWeight, attentionWeight, map, _) = scores[best];
        progress.Note(string.Create(CultureInfo.InvariantCulture,
            $"tuning chose entity weight {entityWeight}, attention weight {attentionWeight}, layers {map}"));
        var chosen = options with
        {
            EntityWeight = candidates[best].EntityWeight,
            AttentionWeight = candidates[best].AttentionWeight,
            Layers = candidates[best].Layers,
        };
        return (chosen, scores);
    }

    private static TuningScore Try(
        DistillationSetup setup, DistillationOptions options, ITrainingProgress progress, CancellationToken cancellation)
    {
        using var student = setup.CreateStudent(options);
        var session = new DistillationTraining(setup, options, student, progress).Run(checkpoints: null, cancellation);
        return new TuningScore(options.EntityWeight ?? 0, options.AttentionWeight, setup.Map(options)!.ToString(), session.Kept.Score);
    }
}
