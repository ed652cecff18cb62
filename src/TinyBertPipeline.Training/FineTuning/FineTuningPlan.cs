using System.Globalization;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Training.FineTuning;

/// <summary>How many pieces and batches a fine-tuning has before it.</summary>
/// <param name="StepsPerPass">Batches of one pass over the training file.</param>
/// <param name="TrainPieces">Pieces of that pass.</param>
/// <param name="DevPieces">Pieces of the development file.</param>
internal sealed record FineTuningLoad(int StepsPerPass, long TrainPieces, long DevPieces)
{
    /// <summary>
    /// Steps between two scores, where nothing else says so: as many as train on the pieces of dev, so that scoring, a forward pass, takes
    /// a quarter of the time at most.
    /// </summary>
    public long UsualScoreSteps =>
        Math.Max(FineTuningDefaults.FewestScoreSteps, DevPieces * StepsPerPass / Math.Max(1, TrainPieces));
}

/// <summary>How long and how fast a fine-tuning trains, and when dev is scored: as the options say, else by the sizes of data and model.</summary>
internal sealed record FineTuningPlan
{
    private readonly FineTuningOptions _options;
    private readonly FineTuningLoad _load;
    private readonly ModelSize _size;
    private readonly bool _isCut;

    /// <param name="options">The run's options.</param>
    /// <param name="size">The model's sizes.</param>
    /// <param name="load">What there is to do.</param>
    /// <param name="fitting">The steps that fit into the budget; asked for only where there is one.</param>
    public FineTuningPlan(FineTuningOptions options, ModelSize size, FineTuningLoad load, Func<long> fitting)
    {
        (_options, _size, _load) = (options, size, load);
        Steps = options.Epochs is { } epochs ? (long)epochs * load.StepsPerPass : options.Steps ?? FineTuningDefaults.Steps(load.StepsPerPass);
        if (options.Budget is not null && fitting() is var fit && fit < Steps) (Steps, _isCut) = (fit, true);
        LearningRate = options.LearningRate
            ?? (options.FrozenEncoder == true ? FineTuningDefaults.HeadRate : FineTuningDefaults.LearningRate(size));
        ScoreSteps = options.ScoreSteps ?? (options.Epochs is not null
            ? load.StepsPerPass
            : Math.Min(load.UsualScoreSteps, Math.Max(1, Steps / FineTuningDefaults.FewestScores)));
    }

    /// <summary>Whether the number of steps was chosen here.</summary>
    public bool IsSized => _options is { Epochs: null, Steps: null };

    /// <summary>Steps in all.</summary>
    public long Steps { get; }

    /// <summary>The peak learning rate.</summary>
    public double LearningRate { get; }

    /// <summary>Steps between two scores.</summary>
    public long ScoreSteps { get; }

    /// <summary>Whether the average of the last weights is scored as well.</summary>
    public bool Averages => _options.AverageWeights ?? IsSized;

    /// <summary>Steps without a better score after which a sized training ends.</summary>
    public long Patience => (Steps + 1) / 2;

    /// <summary>The steps after which dev is scored, the last included.</summary>
    public IEnumerable<long> ScoredSteps()
    {
        for (var step = ScoreSteps; step < Steps; step += ScoreSteps) yield return step;
        yield return Steps;
    }

    /// <summary>Whether dev has not moved for so long that the rest is not worth its time; not before anything was learnt.</summary>
    public bool HasEnded(IReadOnlyList<TrainingScore> scores) =>
        IsSized && scores.MaxBy(score => score.Score.Value) is { Score.Value: > 0 } best && scores[^1].Step - best.Step >= Patience;

    /// <summary>What was chosen and why, in two lines.</summary>
    /// <param name="products">What matrix products are computed in.</param>
    public IEnumerable<string> Describe(string products)
    {
        var passes = Invariant($"{_options.Epochs ?? (double)Steps / _load.StepsPerPass:0.#}");
        yield return IsSized ? Sized() : Invariant($"{Steps} steps in {passes} epochs; matrix products in {products}");
        if (_options.LearningRate is not null && !IsSized) yield break;
        var rate = Invariant($"learning rate {LearningRate:0.0e0}");
        var size = _options.FrozenEncoder == true ? " for a head alone" : Invariant($" for {_size.Layers} layers of width {_size.HiddenSize}");
        yield return rate + (_options.LearningRate is null ? size : "")
            + (Averages ? "; the average of the last weights is kept unless a step is better by more than chance" : "")
            + (IsSized ? $"; matrix products in {products}" : "");
    }

    private string Sized()
    {
        var why = _isCut ? $"what fits into {_options.Budget}"
            : Steps == FineTuningDefaults.FewestSteps ? "a small set needs that many steps"
            : Steps < FineTuningDefaults.FewestSteps ? Invariant($"{FineTuningDefaults.MostPasses} passes are the most")
            : Invariant($"{FineTuningDefaults.UsualPasses} passes");
        return Invariant($"{Steps} steps, {(double)Steps / _load.StepsPerPass:0.#} passes over {_load.StepsPerPass} batches ({why}); ")
            + Invariant($"dev every {ScoreSteps} steps, the best weights are kept, the end comes early when {Patience} steps bring nothing better");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
