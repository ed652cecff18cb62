using System.Diagnostics;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Training.FineTuning;

/// <summary>The parts of a fine-tuning that live while it runs.</summary>
internal sealed class FineTuningSession : IDisposable
{
    private readonly FineTuningOptions _options;
    private readonly FineTuningInputs _inputs;
    private readonly FineTuningPlan _plan;
    private readonly ITrainingProgress _progress;
    private readonly BertTaggerModel _model;
    private readonly AdamW _optimizer;
    private readonly DropoutMasks? _dropout;
    private readonly TrainingLoop _loop;
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _piecesBefore;
    private TimeSpan _timeBefore;

    public FineTuningSession(FineTuningOptions options, FineTuningInputs inputs, ITrainingProgress progress)
    {
        (_options, _inputs, _progress) = (options, inputs, progress);
        _plan = FineTuningPlan.Create(inputs, options);
        _model = inputs.CreateModel(options);
        UsesBFloat16 = PrecisionChoice.UseBFloat16(options.Precision, inputs.Config);
        _optimizer = new AdamW(new AdamWOptions { WeightDecay = options.WeightDecay }, _model);
        _dropout = options.Dropout > 0 ? new DropoutMasks(options.Seed) : null;
        Checkpoints = new TrainingCheckpoints(Path.Combine(options.Out, "checkpoints"), options.Checkpoints);
        var schedule = WarmupLinearSchedule.Create(options.LearningRate, options.Warmup, _plan.Batches.Count);
        _loop = new TrainingLoop(_optimizer, schedule, new TrainingLoopOptions
        {
            Stage = "fine-tuning",
            Folder = options.Out,
            Checkpoints = Checkpoints,
            Dropout = _dropout,
            Kept = Keep,
        }, progress);
    }

    public TrainingCheckpoints Checkpoints { get; }

    public FineTuningHistory History { get; } = new();

    public bool UsesBFloat16 { get; private set; }

    /// <summary>Word pieces trained on since the very start.</summary>
    public long Pieces => _piecesBefore + _loop.Pieces;

    /// <summary>Time since the very start, interruptions not counted.</summary>
    public TimeSpan Time => _timeBefore + Stopwatch.GetElapsedTime(_start);

    /// <summary>Goes on from the newest checkpoint, if there is any.</summary>
    public void Resume()
    {
        var resumed = _loop.TryResume(kept => RunIdentity.ThrowIfDifferent(kept.Values["run"]!.AsObject(), Identity(), _options.Out));
        if (resumed is not { } kept) return;
        History.Restore(kept.Values["history"]!.AsObject(), kept.Tensors);
        UsesBFloat16 = kept.Values["bfloat16"]!.GetValue<bool>();
        _piecesBefore = kept.Values["pieces"]!.GetValue<long>();
        _timeBefore = TimeSpan.FromSeconds(kept.Values["seconds"]!.GetValue<double>());
        _loop.DevF1 = History.Epochs is [.., var last] ? last.DevF1 : null;
    }

    /// <summary>Trains the epochs that are left.</summary>
    public void Train(CancellationToken cancellation)
    {
        _progress.Note(FormattableString.Invariant(
            $"{_plan.Batches.Count} steps in {_options.Epochs} epochs; matrix products in {(UsesBFloat16 ? "bf16" : "f32")}"));
        var objective = new TaggingObjective(_model, _dropout);
        for (var epoch = History.Epochs.Count; epoch < _options.Epochs; epoch++)
        {
            _model.Encoder.UseBFloat16 = UsesBFloat16;
            _loop.Run(objective, _plan.Batches, _plan.EpochEnds[epoch], cancellation);
            _model.Encoder.UseBFloat16 = false;             // the bundle's engines compute in 32 bits
            Evaluate(epoch + 1, cancellation);
        }
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _dropout?.Dispose();
        _model.Dispose();
    }

    private void Evaluate(int epoch, CancellationToken cancellation)
    {
        using var engine = new TorchEngine(_model);
        var window = Math.Min(_options.MaxLength, _inputs.Config.MaxPositions);
        var tagging = new TaggerOptions { Decode = _options.Decode, WindowLength = window };
        using var tagger = new SentenceTagger(engine, _inputs.Tokenizer, _inputs.Labels, tagging);
        var micro = TaggerEvaluation.Run(tagger, _inputs.Labels, _inputs.Dev, cancellation: cancellation).Report().Micro;
        var score = new EpochScore(epoch, _loop.Step, _loop.MeanLoss, micro.Precision, micro.Recall, micro.F1);
        _loop.ResetMeanLoss();
        History.Add(score, () => [.. _model.ToWeights()]);
        _loop.DevF1 = micro.F1;
        _progress.Note(FormattableString.Invariant($"epoch {epoch} of {_options.Epochs}: loss {score.Loss:F4}, ")
            + FormattableString.Invariant($"dev F1 {micro.F1:P2} (precision {micro.Precision:P2}, recall {micro.Recall:P2})"));
    }

    private KeptState Keep() => new(
        new JsonObject
        {
            ["run"] = Identity(),
            ["history"] = History.ToJson(),
            ["bfloat16"] = UsesBFloat16,
            ["pieces"] = Pieces,
            ["seconds"] = Time.TotalSeconds,
        },
        History.BestWeights);

    // Everything that decides the result; where and how often checkpoints are written does not.
    private JsonObject Identity()
    {
        var identity = OptionsFile.ToJson(_options with { Checkpoints = new CheckpointOptions(), Out = "" }).AsObject();
        foreach (var (path, hash) in _inputs.Hashes(_options)) identity[path] = hash;
        return identity;
    }
}
