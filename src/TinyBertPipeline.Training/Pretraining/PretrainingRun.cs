using System.Globalization;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Training.Bundles;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Pretraining.Recipe;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Training.Pretraining;

/// <summary>Trains a BERT on raw text, from random weights or from a checkpoint that goes on.</summary>
public static class PretrainingRun
{
    /// <summary>
    /// Trains, keeps the weights with the lowest perplexity on held-out text and writes them as a Hugging Face folder with
    /// <c>metrics.csv</c>. A run that was interrupted goes on from its newest checkpoint and ends with the same weights as an undisturbed
    /// one.
    /// </summary>
    /// <exception cref="InvalidInputException">Options, text or the model's folder are wrong.</exception>
    /// <exception cref="EnvironmentException">libtorch is missing, the folder is in use or cannot be written.</exception>
    /// <exception cref="TrainingDivergedException">A loss or gradient stopped being finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint was written.</exception>
    public static PretrainingResult Run(PretrainingOptions options, TrainingContext context, CancellationToken cancellation = default)
    {
        OptionsFaults.ThrowIfAny(options.Faults());
        LibTorch.EnsureLoaded();
        using var runLock = RunLock.Take(options.Out);
        var files = PretrainingInputs.Hash(options);
        var identity = Identify(options, files);
        BundleFolder.ThrowIfTaken(options.Out, EncoderFolder.Names, RunIdentity.Hash(identity), context.Replaces);
        using var inputs = PretrainingInputs.Read(options, context.Progress, cancellation);
        var checkpoints = Path.Combine(options.Out, TrainingCheckpoints.FolderName);
        var run = UnfinishedRun.Begin(
            checkpoints, identity, () => PrecisionChoice.UseBFloat16(options.Precision, inputs.Config), options.Out, context.Replaces);
        using var network = inputs.CreateNetwork(context.Progress);
        var session = new PretrainingTraining(options, inputs, network, context.Progress).Run(run, checkpoints, cancellation);
        var result = new PretrainingResult(options.Out, [.. session.Scores.Select(PretrainingStep.Of)], PretrainingStep.Of(session.Kept))
        {
            UsedBFloat16 = run.UsesBFloat16,
            Pieces = session.Pieces,
            Time = session.Time,
        };
        Write(options, RunIdentity.Hash(identity), context, inputs, network.Architecture, files, session, result);
        TrainingCheckpoints.Clear(checkpoints);
        context.Progress.Note(string.Create(CultureInfo.InvariantCulture,
            $"best after step {result.Best.Step}: perplexity {result.Best.Perplexity:F2}; model in {options.Out}"));
        return result;
    }

    /// <summary>What decides the result: the options but for places, with the contents of inputs in place of their paths.</summary>
    /// <exception cref="InvalidInputException">An input is missing.</exception>
    public static JsonObject Identity(PretrainingOptions options) => Identify(options, PretrainingInputs.Hash(options));

    private static JsonObject Identify(PretrainingOptions options, RunInputs files) => files.Identify(options,
    [
        "out", "checkpoints",
        .. options.Model is null ? [] : (string[])["size", "tokenizer"],
        .. options.Pieces > 0 ? (string[])["budget"] : [],
    ]);

    private static void Write(
        PretrainingOptions options, string identity, TrainingContext context, PretrainingInputs inputs, string architecture,
        RunInputs files, TrainingSession session, PretrainingResult result)
    {
        new EncoderFolder(inputs.Config, architecture, inputs.Tokenizer, session.Weights, new TrainingRecord
        {
            Identity = identity,
            Metrics = [.. result.Evaluations.Select(step => step.Row())],
            CommandLine = context.CommandLine,
            Options = OptionsFile.ToJson(options),
            Seeds = new Dictionary<string, long> { ["training"] = options.Seed },
            Inputs = files.ByPath,
            Scores = session.Kept.Score.Named(DevEvaluation.Part),
            Details = new JsonObject
            {
                ["bestStep"] = result.Best.Step,
                ["steps"] = new JsonArray([.. result.Evaluations.Select(step => step.ToJson())]),
                ["matrixProducts"] = PrecisionChoice.Name(result.UsedBFloat16),
                ["textPieces"] = inputs.LearntPieces,
                ["pieces"] = result.Pieces,
                ["seconds"] = Math.Round(result.Time.TotalSeconds, 1),
            },
        }).Write(options.Out, context.Replaces);
    }
}
