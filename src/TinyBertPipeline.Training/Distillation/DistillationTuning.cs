using System.Globalization;

namespace TinyBertPipeline.Training.Distillation;

/// <summary>Chooses options by short runs that are scored on dev. A short run has a whole schedule of its own.</summary>
internal static class DistillationTuning
{
    /// <summary>Tries every combination and returns the options with the best one; of equal scores the earlier.</summary>
    /// <param name="setup">Models and text.</param>
    /// <param name="options">The options of the run to come.</param>
    /// <param name="kept">Where finished short runs are kept.</param>
    /// <param name="progress">Follows the short runs.</param>
    /// <param name="cancellation">Ends the tuning; the short runs that are done are kept.</param>
    public static (DistillationOptions Best, IReadOnlyList<TuningScore> Scores) Choose(
        DistillationSetup setup, DistillationOptions options, TuningFile kept, ITrainingProgress progress, CancellationToken cancellation)
    {
        var candidates = Candidates(options).ToArray();
        var scores = kept.Read();
        foreach (var candidate in candidates.Skip(scores.Count))
        {
            scores.Add(Try(setup, candidate, progress, cancellation));
            kept.Write(scores);
        }
        var best = scores.IndexOf(scores.MaxBy(score => score.DevF1)!);
        progress.Note(string.Create(CultureInfo.InvariantCulture,
            $"tuning chose entity weight {scores[best].EntityWeight}, attention weight {scores[best].AttentionWeight}, layers {scores[best].LayerMap}"));
        var chosen = options with
        {
            EntityWeight = candidates[best].EntityWeight,
            AttentionWeight = candidates[best].AttentionWeight,
            Layers = candidates[best].Layers,
        };
        return (chosen, scores);
    }

    private static IEnumerable<DistillationOptions> Candidates(DistillationOptions options) =>
        from layers in options.Tuning.LayerMaps.DefaultIfEmpty(options.Layers)
        from attention in options.Tuning.AttentionWeights.DefaultIfEmpty(options.AttentionWeight)
        from entity in options.Tuning.EntityWeights.DefaultIfEmpty(options.EntityWeight)
        select options with
        {
            Layers = layers,
            AttentionWeight = attention,
            EntityWeight = entity,
            Pieces = options.Tuning.Pieces,
            Evaluations = 1,
        };

    private static TuningScore Try(
        DistillationSetup setup, DistillationOptions options, ITrainingProgress progress, CancellationToken cancellation)
    {
        using var student = setup.CreateStudent(options);
        var training = new DistillationTraining(setup, options, student, progress);
        training.Run(folder: null, cancellation);
        var final = training.Scores[^1];
        return new TuningScore(options.EntityWeight, options.AttentionWeight, setup.Map(options)!.ToString(), final.DevF1, final.DevF1Argmax);
    }
}
