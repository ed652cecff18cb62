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
    /// Trains, keeps the weights with the best score on dev and writes them as a bundle with <c>metrics.csv</c>. A run that was interrupted
    /// goes on from its newest checkpoint and ends with the same weights as an undisturbed one. Of several seeds the best is kept.
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
        options = Adaptation.Run(options, context, cancellation);
        return options.Seeds > 1
            ? SeveralSeeds.Run(options, context, seed => Train(seed, context, options.Seed, cancellation))
            : Train(options, context, options.Seed, cancellation);
    }

    private static FineTuningResult Train(
        FineTuningOptions options, TrainingContext context, int holdOutSeed, CancellationToken cancellation)
    {
        var progress = context.Progress;
        var inputs = FineTuningInputs.Read(options, progress, holdOutSeed);
        var files = FineTuningInputs.Hash(options);
        var identity = Identify(options, files, holdOutSeed);
        BundleFolder.ThrowIfTaken(options.Out, TrainedBundle.Names, RunIdentity.Hash(identity), context.Replaces);
        var checkpoints = Path.Combine(options.Out, TrainingCheckpoints.FolderName);
        var run = UnfinishedRun.Begin(checkpoints, identity,
            () => PrecisionChoice.UseBFloat16(options.Precision, inputs.Model.Config), options.Out, context.Replaces);
        using var network = inputs.CreateNetwork(options, progress);
        var training = new FineTuningTraining(options, inputs, network, run);
        var session = training.Run(checkpoints, progress, cancellation);
        EpochScore Epoch(TrainingScore score) => new((int)(score.Step / training.StepsPerEpoch), score.Step, score.Loss, score.Score)
        {
            IsAverage = score.Stage == TrainingSession.Average,
        };
        var result = new FineTuningResult(options.Out, [.. session.Scores.Select(Epoch)], Epoch(session.Kept), run.UsesBFloat16)
        {
            Pieces = session.Pieces,
            Time = session.Time,
            Chosen = [.. training.Plan.Describe(PrecisionChoice.Name(run.UsesBFloat16))],
        };
        Write(options, RunIdentity.Hash(identity), context, inputs, files, (session, training.Plan), result);
        TrainingCheckpoints.Clear(checkpoints);
        progress.Note($"{Shown(result.Best, options.Epochs is not null && options.ScoreSteps is null)}: "
            + $"{DevEvaluation.Describe(result.Best.Score)}; bundle in {options.Out}");
        return result;
    }

    private static string Shown(EpochScore best, bool hasEpochs) =>
        best.IsAverage ? "best is the average of the last weights"
        : hasEpochs ? string.Create(CultureInfo.InvariantCulture, $"best epoch {best.Epoch}")
        : string.Create(CultureInfo.InvariantCulture, $"best step {best.Step}");

    /// <summary>
    /// What decides the result: the options but for places, with the contents of inputs in place of their paths. A key's value may be
    /// replaced where an input is known in another way.
    /// </summary>
    /// <exception cref="InvalidInputException">An input is missing.</exception>
    public static JsonObject Identity(FineTuningOptions options) => Identify(options, FineTuningInputs.Hash(options), options.Seed);

    private static JsonObject Identify(FineTuningOptions options, RunInputs files, int holdOutSeed)
    {
        var identity = files.Identify(options, ["out", "checkpoints", .. options.Model is null ? [] : (string[])["size", "tokenizer"]]);
        if (string.IsNullOrEmpty(options.Dev)) identity["heldOutBySeed"] = holdOutSeed;
        return identity;
    }

    private static void Write(
        FineTuningOptions options, string identity, TrainingContext context, FineTuningInputs inputs, RunInputs files,
        (TrainingSession Session, FineTuningPlan Plan) training, FineTuningResult result)
    {
        new TrainedBundle(inputs.Model, training.Session.Weights, new TrainingRecord
        {
            Identity = identity,
            Metrics = [.. result.Evaluations.Select(epoch => epoch.Row())],
            CommandLine = context.CommandLine,
            Options = OptionsFile.ToJson(options),
            Seeds = new Dictionary<string, long> { ["training"] = options.Seed },
            Inputs = files.ByPath,
            Scores = result.Best.Score.Named(DevEvaluation.Part),
            Details = new JsonObject
            {
                ["bestEpoch"] = result.Best.Epoch,
                ["bestStep"] = result.Best.Step,
                ["isAverage"] = result.Best.IsAverage,
                ["steps"] = training.Plan.Steps,
                ["learningRate"] = training.Plan.LearningRate,
                ["chosen"] = new JsonArray([.. result.Chosen.Select(line => JsonValue.Create(line))]),
                ["heldOut"] = inputs.HeldOut,
                ["epochs"] = new JsonArray([.. result.Evaluations.Select(epoch => epoch.ToJson())]),
                ["matrixProducts"] = PrecisionChoice.Name(result.UsedBFloat16),
                ["pieces"] = result.Pieces,
                ["seconds"] = Math.Round(result.Time.TotalSeconds, 1),
            },
        })
        {
            Sources = CardSource.List(("started from", options.Model)),
        }.Write(options.Out, context.Replaces);
    }
}
