using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Pipeline.Engines;

namespace TinyBertPipeline.Pipeline.Evaluation;

/// <summary>Tags a labelled file with one engine and scores the entities.</summary>
public static class EvaluationRun
{
    /// <summary>Runs the evaluation; <see cref="TaggerEvaluation.Report"/> gives the scores.</summary>
    /// <exception cref="Core.InvalidInputException">The file has types that the tagger does not know, or the bundle cannot be used.</exception>
    /// <exception cref="Core.EnvironmentException">The engine's native library is missing.</exception>
    public static TaggerEvaluation Run(
        Bundle bundle, LabeledData data, string engineName, EngineChoice choice, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        data.ThrowIfTypesMissing(bundle.Labels);
        using var engine = OpenedEngine.Open(engineName, bundle, choice);
        using var tagger = OpenedEngine.Tagger(engine, bundle, choice);
        return TaggerEvaluation.Run(tagger, bundle.Labels, data, progress, cancellation);
    }
}
