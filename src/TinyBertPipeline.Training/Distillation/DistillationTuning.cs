using System.Globalization;

namespace TinyBertPipeline.Training.Distillation;

/// <summary>Chooses options by short runs that are scored on dev. A short run has a whole schedule of its own.</summary>
internal static class DistillationTuning
{
    /// <summary>Tries every combination and returns the options with the best one; of equal scores the earlier.</summary>
    public static (DistillationOptions Best, IReadOnlyList<TuningScore> Scores) Choose(
        DistillationSetup setup, DistillationOptions options, bool useBFloat16, ITrainingProgress progress, CancellationToken cancellation)
    {
        var tried = Candidates(options).Select(candidate => (Options: candidate, Score: Try(setup, candidate, useBFloat16, progress, cancellation))).ToList();
        var best = tried.MaxBy(pair => pair.Score.DevF1);
        progress.Note(string.Create(CultureInfo.InvariantCulture,
            $"tuning chose entity weight {best.Score.EntityWeight}, attention weight {best.Score.AttentionWeight}, layers {best.Score.LayerMap}"));
        var chosen = options with
        {
            EntityWeight = best.Options.EntityWeight,
            AttentionWeight = best.Options.AttentionWeight,
            Layers = best.Options.Layers,
        };
        return (chosen, [.. tried.Select(pair => pair.Score)]);
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
        DistillationSetup setup, DistillationOptions options, bool useBFloat16, ITrainingProgress progress, CancellationToken cancellation)
    {
        using var student = setup.CreateStudent(options);
        student.Model.Encoder.UseBFloat16 = useBFloat16;
        var training = new DistillationTraining(setup, options, student, progress);
        training.Run(folder: null, cancellation);
        var final = training.Scores[^1];
        return new TuningScore(options.EntityWeight, options.AttentionWeight, setup.Map(options)!.ToString(), final.DevF1, final.DevF1Argmax);
    }
}
