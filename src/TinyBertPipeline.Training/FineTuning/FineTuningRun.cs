using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Training.FineTuning;

/// <summary>Trains a tagger on a labelled file: a BERT checkpoint (or random weights) with a token-classification head.</summary>
public static class FineTuningRun
{
    /// <summary>
    /// Trains, keeps the epoch with the best dev F1 (strict micro) and writes it as a bundle with <c>metrics.csv</c>. A run that was
    /// interrupted goes on from its newest checkpoint and ends with the same weights as an undisturbed one.
    /// </summary>
    /// <exception cref="InvalidInputException">Options, data or the model's folder are wrong.</exception>
    /// <exception cref="EnvironmentException">libtorch is missing, the folder is in use or cannot be written.</exception>
    /// <exception cref="TrainingDivergedException">A loss or gradient stopped being finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint was written.</exception>
    public static FineTuningResult Run(FineTuningOptions options, ITrainingProgress progress, CancellationToken cancellation = default)
    {
        options.ThrowIfInvalid();
        LibTorch.EnsureLoaded();
        using var runLock = RunLock.Take(options.Out);
        var inputs = FineTuningInputs.Read(options);
        NoteProblems(inputs, progress);
        using var session = new FineTuningSession(options, inputs, progress);
        session.Resume();
        session.Train(cancellation);
        var result = new FineTuningResult(options.Out, session.History.Epochs, session.History.Best!, session.UsesBFloat16)
        {
            Pieces = session.Pieces,
            Time = session.Time,
        };
        WriteBundle(options, inputs, session.History, result);
        session.Checkpoints.Clear();
        progress.Note(FormattableString.Invariant(
            $"best epoch {result.Best.Epoch}: dev F1 {result.Best.DevF1:P2}; bundle in {options.Out}"));
        return result;
    }

    private static void NoteProblems(FineTuningInputs inputs, ITrainingProgress progress)
    {
        foreach (var data in new[] { inputs.Train, inputs.Dev })
        {
            progress.Note($"{data.Path}: {data.Sentences.Count} sentences, {data.WordCount} words, scheme {data.Scheme}");
            if (data.Problems.Count > 0)
                progress.Note($"{data.Problems.Count} labels break the scheme and were repaired, the first at {data.Problems[0]}");
        }
    }

    private static void WriteBundle(FineTuningOptions options, FineTuningInputs inputs, FineTuningHistory history, FineTuningResult result)
    {
        MetricsFile.Write(options.Out, EpochScore.Columns, history.Epochs.Select(epoch => epoch.Row));
        var window = Math.Min(options.MaxLength, inputs.Config.MaxPositions);
        new TaggerBundle(inputs.Config, inputs.Tokenizer, history.BestWeights, window, options.Decode).Write(options.Out, new RunRecord
        {
            CommandLine = string.Join(' ', Environment.GetCommandLineArgs().Skip(1).Prepend("tinybert")),
            Options = OptionsFile.ToJson(options),
            Seeds = new Dictionary<string, long> { ["training"] = options.Seed },
            Versions = new Dictionary<string, string>(RunRecord.PlatformVersions()) { ["libtorch"] = LibTorch.Version },
            Inputs = inputs.Hashes(options),
            Scores = new Dictionary<string, double>
            {
                ["devF1"] = result.Best.DevF1,
                ["devPrecision"] = result.Best.DevPrecision,
                ["devRecall"] = result.Best.DevRecall,
            },
            Details = new JsonObject
            {
                ["bestEpoch"] = result.Best.Epoch,
                ["epochs"] = JsonSerializer.SerializeToNode(history.Epochs, OptionsFile.Json),
                ["matrixProducts"] = result.UsedBFloat16 ? "bf16" : "f32",
                ["pieces"] = result.Pieces,
                ["seconds"] = Math.Round(result.Time.TotalSeconds, 1),
            },
        });
    }
}
