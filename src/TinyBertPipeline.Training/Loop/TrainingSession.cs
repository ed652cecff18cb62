using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Optimization;
using TinyBertPipeline.Training.Resuming;
using TorchSharp;

namespace TinyBertPipeline.Training.Loop;

/// <summary>How a <see cref="TrainingSession"/> resumes and what it keeps.</summary>
internal sealed record SessionOptions
{
    /// <summary>What decides the run: checkpoints of another are refused.</summary>
    public required JsonObject Identity { get; init; }

    /// <summary>The run's folder: for messages, and where the sentences of a failed batch are written.</summary>
    public required string Folder { get; init; }

    /// <summary>When checkpoints are written.</summary>
    public CheckpointOptions Checkpoints { get; init; } = new();

    /// <summary>Whether the weights of the best score are kept; else the last ones are.</summary>
    public bool KeepsBest { get; init; }

    /// <summary>Whether dev is scored before any training, as stage <c>start</c>.</summary>
    public bool ScoresStart { get; init; }

    /// <summary>A score for people, without the figures of dev.</summary>
    public required Func<TrainingScore, string> Describe { get; init; }
}

/// <summary>
/// A training from start to end, over interruptions: each stage goes on from its newest checkpoint, dev is scored where the stage says so,
/// and the best or the last weights are kept. A checkpoint at a step that is scored comes after the score; one that could not wait for it
/// (the run was interrupted there) is scored when the run goes on. Where a stage averages its last weights, the average is scored at its end
/// and takes their place when it is better on dev; where the best weights are kept, unless these are better by more than chance.
/// </summary>
internal sealed class TrainingSession
{
    /// <summary>The stage of a score of averaged weights.</summary>
    public const string Average = "average";

    private const string Start = "start";

    private readonly torch.nn.Module _network;
    private readonly IDevScore _dev;
    private readonly SessionOptions _options;
    private readonly TermMeans _terms;
    private readonly TrainingState _state;
    private readonly List<TrainingTimes> _times = [];

    /// <param name="network">What is trained.</param>
    /// <param name="dev">Scores it.</param>
    /// <param name="options">How it resumes and what it keeps.</param>
    /// <param name="progress">Follows the training.</param>
    public TrainingSession(torch.nn.Module network, IDevScore dev, SessionOptions options, ITrainingProgress progress)
    {
        (_network, _dev, _options, _terms) = (network, dev, options, new TermMeans(progress));
        _state = new TrainingState(options.Identity, options.Folder, _terms);
    }

    /// <summary>The scores on dev, in order.</summary>
    public IReadOnlyList<TrainingScore> Scores => _state.Scores;

    /// <summary>The score of the weights that are kept.</summary>
    public TrainingScore Kept => _options.KeepsBest ? _state.Best!
        : Scores is [.., var before, { Stage: Average } last] && last.Score.Value <= before.Score.Value ? before : Scores[^1];

    /// <summary>The weights that are kept.</summary>
    public IReadOnlyList<WeightTensor> Weights => _options.KeepsBest ? _state.BestWeights : Copy();

    /// <summary>Pieces seen in all stages that are done, in all processes.</summary>
    public long Pieces => _state.PiecesBefore;

    /// <summary>Time of training in all processes, evaluation not counted.</summary>
    public TimeSpan Time => TimeSpan.FromSeconds(_state.Seconds);

    /// <summary>The share of each part of the training's time in this process, 0 to 1.</summary>
    public IReadOnlyDictionary<string, double> TimeShares()
    {
        var total = _times.Sum(times => times.Total.TotalSeconds);
        return _times.SelectMany(times => times.Parts).GroupBy(part => part.Key).OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Sum(part => part.Value.TotalSeconds) / total);
    }

    /// <summary>Goes through a stage, or through what is left of it.</summary>
    /// <exception cref="InvalidInputException">Its checkpoints are those of another run.</exception>
    /// <exception cref="TrainingDivergedException">A loss, gradient or weight is not finite.</exception>
    /// <exception cref="EnvironmentException">Two checkpoints in a row could not be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint was written.</exception>
    public void Run<TBatch>(TrainingStage<TBatch> stage, CancellationToken cancellation)
    {
        using var optimizer = new AdamW(stage.Optimizer, stage.RateFactor, [.. stage.Trained]);
        _state.Average = stage.Average;
        TrainingLoop? loop = null;
        loop = new TrainingLoop(optimizer, stage.Schedule, new TrainingLoopOptions
        {
            Stage = stage.Name,
            Folder = _options.Folder,
            Checkpoints = stage.Checkpoints is { } folder ? new TrainingCheckpoints(folder, _options.Checkpoints) : null,
            Dropout = stage.Dropout,
            Stepped = stage.Average is { } average ? average.Add : null,
            Kept = () => _state.Save(_state.PiecesBefore + loop!.Pieces),
        }, _terms);
        _times.Add(loop.Times);
        Resume(loop);
        if (_options.ScoresStart && Scores.Count == 0) Score(loop, Start, cancellation);
        foreach (var step in stage.ScoredSteps.Where(step => step > loop.Step || (step == loop.Step && !IsScored(loop))))
        {
            if (step > loop.Step && Scores.Count > 0 && stage.HasEnded?.Invoke() == true) break;
            _state.Time(() => loop.Run(stage.Objective, stage.Batches, step, cancellation));
            Score(loop, stage.Name, cancellation);
            loop.WriteDueCheckpoint();
        }
        if (stage.Average is { IsThere: true } taken && Scores[^1].Stage != Average) ScoreAverage(loop, taken, cancellation);
        if (stage.KeepsEnd) loop.WriteCheckpoint();
        _state.PiecesBefore += loop.Pieces;
    }

    private void Resume(TrainingLoop loop)
    {
        if (loop.TryResume(_state.Check) is not { } kept) return;
        _state.Restore(kept);
        loop.Score = Scores is [.., var last] ? last.Score : null;
    }

    private bool IsScored(TrainingLoop loop) =>
        Scores is [.., var last] && last.Step == loop.Step && last.Pieces == _state.PiecesBefore + loop.Pieces;

    private void Score(TrainingLoop loop, string stage, CancellationToken cancellation)
    {
        var score = new TrainingScore
        {
            Stage = stage,
            Step = loop.Step,
            Pieces = _state.PiecesBefore + loop.Pieces,
            Seconds = _state.Seconds,
            Losses = _terms.Means(),
            Score = Evaluate(loop, cancellation),
        };
        _state.Add(score, _options.KeepsBest ? Copy : null);
        _terms.Clear();
        loop.Score = score.Score;
        _terms.Note($"{_options.Describe(score)}, {_dev.Describe(score.Score)}");
    }

    // The weights that dev finds better stay in the model; a checkpoint on the way holds the last ones.
    private void ScoreAverage(TrainingLoop loop, WeightAverage average, CancellationToken cancellation)
    {
        var (weights, last) = (Copy().ToDictionary(weight => weight.Name), Scores[^1]);
        TaskScore found;
        average.Apply();
        try
        {
            found = _dev.Score(cancellation);
        }
        catch (OperationCanceledException)
        {
            Modeling.Weights.Load(_network, "", weights);
            loop.WriteCheckpoint();
            throw;
        }
        var score = last with { Stage = Average, Score = found };
        _state.Add(score, _options.KeepsBest ? Copy : null);
        if (found.Value <= last.Score.Value) Modeling.Weights.Load(_network, "", weights);
        _terms.Note($"{_options.Describe(score)}, {_dev.Describe(found)}");
    }

    private IReadOnlyList<WeightTensor> Copy() => [.. Modeling.Weights.Save(_network, "")];

    // The steps since the last checkpoint are not lost with an evaluation that is cut short.
    private TaskScore Evaluate(TrainingLoop loop, CancellationToken cancellation)
    {
        try
        {
            return _dev.Score(cancellation);
        }
        catch (OperationCanceledException)
        {
            loop.WriteCheckpoint();
            throw;
        }
    }
}
