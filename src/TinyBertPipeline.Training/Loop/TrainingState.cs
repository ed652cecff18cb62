using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Training.Loop;

/// <summary>What a training keeps over its stages and interruptions beside weights and moments.</summary>
/// <param name="identity">What decides the run.</param>
/// <param name="folder">The run's folder, for messages.</param>
/// <param name="terms">The loss terms since the last score.</param>
internal sealed class TrainingState(JsonObject identity, string folder, TermMeans terms)
{
    private const string RunKey = "run";
    private const string ScoresKey = "scores";
    private const string PiecesKey = "pieces";
    private const string SecondsKey = "seconds";
    private const string TermsKey = "terms";
    private const string AveragePrefix = "average:";

    private const double MostAllowed = 0.02;                // however small dev is

    private readonly List<TrainingScore> _scores = [];
    private readonly Stopwatch _watch = new();
    private double _secondsBefore;

    /// <summary>The scores so far, in order.</summary>
    public IReadOnlyList<TrainingScore> Scores => _scores;

    /// <summary>
    /// The score of the weights to keep, null before the first: the first of the highest; but the average of the last weights where no step
    /// is better than it by more than the score's own uncertainty. The highest of many scores on dev is high by luck: on en-wnut17 the best
    /// of 24 had 59.3 on dev and 40.0 on test, the average 58.0 and 43.4.
    /// </summary>
    public TrainingScore? Best =>
        _scores.MaxBy(score => score.Score.Value) is not { } highest ? null
        : _scores is [.., { Stage: TrainingSession.Average, Score: var average } last]
            && average.Value + Math.Min(average.StandardError(), MostAllowed) >= highest.Score.Value ? last
        : highest;

    /// <summary>The weights of <see cref="Best"/>, where they are kept.</summary>
    public IReadOnlyList<WeightTensor> BestWeights { get; private set; } = [];

    /// <summary>The average of the stage at hand, or null.</summary>
    public WeightAverage? Average { get; set; }

    /// <summary>Pieces seen before the stage at hand, or before it was resumed.</summary>
    public long PiecesBefore { get; set; }

    /// <summary>Seconds of training in all processes.</summary>
    public double Seconds => _secondsBefore + _watch.Elapsed.TotalSeconds;

    /// <summary>Does work that counts as time of training.</summary>
    public void Time(Action work)
    {
        _watch.Start();
        try
        {
            work();
        }
        finally
        {
            _watch.Stop();
        }
    }

    /// <summary>Adds a score; asks for the weights when it is the best so far and they are to be kept.</summary>
    public void Add(TrainingScore score, Func<IReadOnlyList<WeightTensor>>? weights)
    {
        _scores.Add(score);
        if (weights is not null && ReferenceEquals(Best, score)) BestWeights = weights();
    }

    /// <summary>The state as a checkpoint keeps it.</summary>
    /// <param name="pieces">Pieces seen in all.</param>
    public KeptState Save(long pieces) => new(
        new JsonObject
        {
            [RunKey] = identity.DeepClone(),
            [PiecesKey] = pieces,
            [SecondsKey] = Seconds,
            [TermsKey] = terms.Save(),
            [ScoresKey] = JsonSerializer.SerializeToNode(_scores, OptionsFile.Json),
        },
        [.. BestWeights, .. (Average?.Tensors ?? []).Select(weight => weight with { Name = AveragePrefix + weight.Name })]);

    /// <summary>Refuses a state that another run kept.</summary>
    /// <exception cref="InvalidInputException">Options or inputs differ; the message names them.</exception>
    public void Check(KeptState kept) => RunIdentity.ThrowIfDifferent(Get<JsonObject>(kept, RunKey), identity, folder);

    /// <summary>Goes on from a kept state.</summary>
    /// <exception cref="InvalidInputException">It is no state of this form.</exception>
    public void Restore(KeptState kept)
    {
        PiecesBefore = Get<long>(kept, PiecesKey);
        _secondsBefore = Get<double>(kept, SecondsKey);
        _watch.Reset();
        terms.Restore(Get<JsonObject>(kept, TermsKey));
        _scores.Clear();
        _scores.AddRange(Get<TrainingScore[]>(kept, ScoresKey));
        var tensors = kept.Tensors.ToLookup(weight => weight.Name.StartsWith(AveragePrefix, StringComparison.Ordinal));
        BestWeights = [.. tensors[false]];
        Average?.Restore(tensors[true].Select(weight => weight with { Name = weight.Name[AveragePrefix.Length..] }));
    }

    private T Get<T>(KeptState kept, string key)
    {
        try
        {
            if (kept.Values[key].Deserialize<T>(OptionsFile.Json) is { } value) return value;
        }
        catch (JsonException e)
        {
            throw Refuse(key, e);
        }
        throw Refuse(key, null);
    }

    private InvalidInputException Refuse(string key, Exception? inner) =>
        new(InputKind.Model, folder, $"its checkpoint has no {key} of this version's form; delete the checkpoints", inner: inner);
}
