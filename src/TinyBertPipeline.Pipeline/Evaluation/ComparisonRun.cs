using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Evaluation.Comparing;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Inference;

namespace TinyBertPipeline.Pipeline.Evaluation;

/// <summary>Compares two models on the same labelled file; each may have been trained several times.</summary>
public static class ComparisonRun
{
    /// <summary>Runs all bundles on the file and compares their answers item by item.</summary>
    /// <param name="first">The runs of the first model.</param>
    /// <param name="second">The runs of the second model.</param>
    /// <param name="read">Reads the file for a bundle.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="settings">How it is opened.</param>
    /// <param name="options">How samples are drawn.</param>
    /// <param name="cancellation">Ends the work between two batches.</param>
    /// <exception cref="InvalidInputException">A bundle cannot be used, or they are models of different tasks.</exception>
    public static ComparisonReport Run(
        IReadOnlyList<Bundle> first, IReadOnlyList<Bundle> second, Func<Bundle, ITaskData> read, string engine, EngineSettings settings,
        BootstrapOptions options, CancellationToken cancellation = default)
    {
        if (first.Concat(second).FirstOrDefault(bundle => bundle.Task.Name != first[0].Task.Name) is { } other)
        {
            throw new InvalidInputException(InputKind.Model, other.Folder,
                $"is a model for {other.Task.Name}, but {first[0].Folder} one for {first[0].Task.Name}: they have no score in common");
        }
        var (a, b) = (first.Select(Evaluate).ToArray(), second.Select(Evaluate).ToArray());
        var comparison = PairedComparison.Of([.. a.Select(Parts)], [.. b.Select(Parts)], a[0].Data.ValueOf, options);
        return new ComparisonReport(
            a[0].Data, a[0].Score.Metric, [.. first.Zip(a, Row)], [.. second.Zip(b, Row)], comparison, Pairs().Average(), options);

        // Runs at the same place have the same seed, or one is the other's teacher; where their numbers differ, all with all.
        IEnumerable<double> Pairs()
        {
            var answers = a.Select(one => one.Data.LabelledBy(one.Predictions));
            return a.Length == b.Length ? answers.Select(Agreement) : answers.SelectMany(gold => b.Select((_, other) => Agreement(gold, other)));
        }
        double Agreement(ITaskData gold, int other) => gold.For(second[other].Model).Score(b[other].Predictions).Value;

        TaskEvaluation Evaluate(Bundle bundle) => EvaluationRun.Run(bundle, read(bundle), engine, settings, cancellation: cancellation);
        static IReadOnlyList<double[]> Parts(TaskEvaluation evaluation) => evaluation.Data.Parts(evaluation.Predictions);
        static (string, double) Row(Bundle bundle, TaskEvaluation evaluation) => (bundle.Folder, evaluation.Score.Value);
    }
}
