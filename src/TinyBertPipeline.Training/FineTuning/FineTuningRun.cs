using System.Globalization;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Bundles;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Training.FineTuning;

/// <summary>Trains a model on a labelled file: a BERT checkpoint (or random weights) with the head of a task.</summary>
public static class FineTuningRun
{
    /// <summary>
    /// Trains, keeps the epoch with the best score on dev and writes it as a bundle with <c>metrics.csv</c>. A run that was interrupted
    /// goes on from its newest checkpoint and ends with the same weights as an undisturbed one.
    /// </summary>
    /// <exception cref="InvalidInputException">Options, data or the model's folder are wrong.</exception>
    /// <exception cref="EnvironmentException">libtorch is missing, the folder is in use or cannot be written.</exception>
    /// <exception cref="TrainingDivergedException">A loss or gradient stopped being finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint was written.</exception>
    public static FineTuningResult Run(FineTuningOptions options, TrainingContext context, CancellationToken cancellation = default)
    {
        OptionsFaults.ThrowIfAny(options.Faults());
        LibTorch.EnsureLoaded();
        using var runLock = RunLock.Take(options.Out);
        var asked = options;
        options = Adaptation.Run(asked, context, cancellation);
        var inputs = FineTuningInputs.Read(options, context.Progress);
        var files = FineTuningInputs.Hash(options);
        var identity = Identify(options, files);
        BundleFolder.ThrowIfTaken(options.Out, TrainedBundle.Names, RunIdentity.Hash(identity), context.Replaces);
        var checkpoints = Path.Combine(options.Out, TrainingCheckpoints.FolderName);
        var run = UnfinishedRun.Begin(
            checkpoints, identity, () => PrecisionChoice.UseBFloat16(options.Precision, inputs.Model.Config), options.Out, context.Replaces);
        using var network = inputs.CreateNetwork(options, context.Progress);
        var training = new FineTuningTraining(options, inputs, network, context.Progress);
        var session = training.Run(run, checkpoints, cancellation);
        EpochScore Epoch(TrainingScore score) => new((int)(score.Step / training.StepsPerEpoch), score.Step, score.Loss, score.Score);
        var result = new FineTuningResult(options.Out, [.. session.Scores.Select(Epoch)], Epoch(session.Kept), run.UsesBFloat16)
        {
            Pieces = session.Pieces,
            Time = session.Time,
        };
        Write(asked, RunIdentity.Hash(identity), context, inputs.Model, files, session, result);
        TrainingCheckpoints.Clear(checkpoints);
        context.Progress.Note(string.Create(CultureInfo.InvariantCulture,
            $"best epoch {result.Best.Epoch}: {DevEvaluation.Describe(result.Best.Score)}; bundle in {options.Out}"));
        return result;
    }

    /// <summary>
    /// What decides the result: the options but for places, with the contents of inputs in place of their paths. A key's value may be
    /// replaced where an input is known in another way.
    /// </summary>
    /// <exception cref="InvalidInputException">An input is missing.</exception>
    public static JsonObject Identity(FineTuningOptions options) => Identify(options, FineTuningInputs.Hash(options));

    private static JsonObject Identify(FineTuningOptions options, RunInputs files) =>
        files.Identify(options, ["out", "checkpoints", .. options.Model is null ? [] : (string[])["size", "tokenizer"]]);

    private static void Write(
        FineTuningOptions options, string identity, TrainingContext context, ITaskModel model, RunInputs files, TrainingSession session,
        FineTuningResult result)
    {
        new TrainedBundle(model, session.Weights)
        {
            Identity = identity,
            Metrics = [.. result.Evaluations.Select(epoch => epoch.Row())],
            Sources = CardSource.List(("started from", options.Model)),
            CommandLine = context.CommandLine,
            Options = OptionsFile.ToJson(options),
            Seeds = new Dictionary<string, long> { ["training"] = options.Seed },
            Inputs = files.ByPath,
            Scores = result.Best.Score.Named(DevEvaluation.Part),
            Details = new JsonObject
            {
                ["bestEpoch"] = result.Best.Epoch,
                ["epochs"] = new JsonArray([.. result.Evaluations.Select(epoch => epoch.ToJson())]),
                ["matrixProducts"] = PrecisionChoice.Name(result.UsedBFloat16),
                ["pieces"] = result.Pieces,
                ["seconds"] = Math.Round(result.Time.TotalSeconds, 1),
            },
        }.Write(options.Out, context.Replaces);
    }
}
