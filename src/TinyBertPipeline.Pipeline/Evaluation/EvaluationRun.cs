using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Pipeline.Engines;

namespace TinyBertPipeline.Pipeline.Evaluation;

/// <summary>Predicts labelled data with one engine and scores the predictions.</summary>
public static class EvaluationRun
{
    /// <summary>Reads a labelled file for a bundle; what a user should know of it is said.</summary>
    /// <exception cref="Core.InvalidInputException">The file cannot be read.</exception>
    public static ITaskData Read(Bundle bundle, string path, DataOptions options, Core.IMessages messages)
    {
        var file = bundle.Task.Read(path, options);
        messages.Note($"{file.Path}: {file.Description}");
        var data = bundle.Model.Data(file);
        foreach (var warning in file.Warnings) messages.Warn(warning);
        foreach (var warning in data.Warnings) messages.Warn(warning);
        return data;
    }

    /// <summary>Runs the evaluation.</summary>
    /// <param name="bundle">The model.</param>
    /// <param name="data">The data.</param>
    /// <param name="engineName">The engine.</param>
    /// <param name="settings">How it is opened.</param>
    /// <param name="asText">Whether the items are predicted as running text, too, where they are words.</param>
    /// <param name="progress">Gets the number of finished items.</param>
    /// <param name="cancellation">Ends the work between two batches.</param>
    /// <exception cref="Core.InvalidInputException">The bundle cannot be used.</exception>
    /// <exception cref="Core.EnvironmentException">The engine's native library is missing.</exception>
    public static TaskEvaluation Run(
        Bundle bundle, ITaskData data, string engineName, EngineSettings settings, bool asText = false, IProgress<int>? progress = null,
        CancellationToken cancellation = default)
    {
        using var engine = OpenedEngine.Open(engineName, bundle, settings);
        using var predictor = new TaskPredictor(bundle.Within(engine.Info).Model, engine);
        if (predictor.Model != bundle.Model) data = data.For(predictor.Model);
        var evaluation = new TaskEvaluation(data, predictor.Predict(data.Items, progress, cancellation));
        return asText ? evaluation with { Text = TextGap.Measure(data, evaluation.Score, predictor, cancellation) } : evaluation;
    }
}

/// <summary>Predictions beside the data they are for.</summary>
/// <param name="Data">The data.</param>
/// <param name="Predictions">A prediction for each item.</param>
public sealed record TaskEvaluation(ITaskData Data, IReadOnlyList<ItemPrediction> Predictions)
{
    /// <summary>The score in short.</summary>
    public TaskScore Score => Data.Score(Predictions);

    /// <summary>What the same items score as running text; null where nobody asked or they are texts.</summary>
    public TextGap? Text { get; init; }
}
