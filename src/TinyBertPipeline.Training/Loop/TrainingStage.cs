using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Optimization;
using TorchSharp;

namespace TinyBertPipeline.Training.Loop;

/// <summary>A stretch of a training with one objective, one optimizer and one schedule.</summary>
/// <param name="Name">Its name in logs and <c>metrics.csv</c>.</param>
/// <param name="Objective">How a batch becomes a loss.</param>
/// <param name="Batches">The batch of each step.</param>
internal sealed record TrainingStage<TBatch>(string Name, ITrainingObjective<TBatch> Objective, IBatchSource<TBatch> Batches)
{
    /// <summary>The learning rate of each step.</summary>
    public required WarmupLinearSchedule Schedule { get; init; }

    /// <summary>The modules whose parameters are trained.</summary>
    public required IReadOnlyList<torch.nn.Module> Trained { get; init; }

    /// <summary>Constants of the optimizer.</summary>
    public AdamWOptions Optimizer { get; init; } = new();

    /// <summary>What the learning rate of the parameter of a name is multiplied by.</summary>
    public Func<string, double> RateFactor { get; init; } = _ => 1;

    /// <summary>The objective's source of dropout masks, whose place is part of a checkpoint; null without dropout.</summary>
    public DropoutMasks? Dropout { get; init; }

    /// <summary>The numbers of steps after which dev is scored, rising; the last is that of all batches.</summary>
    public required IEnumerable<long> ScoredSteps { get; init; }

    /// <summary>Whether it ends before its last step, asked after each score; null: it does not.</summary>
    public Func<bool>? HasEnded { get; init; }

    /// <summary>The average of the last weights, which is scored at the end; null: none is taken.</summary>
    public WeightAverage? Average { get; init; }

    /// <summary>Where its checkpoints go; null: none.</summary>
    public string? Checkpoints { get; init; }

    /// <summary>Whether its last moment is kept as a checkpoint, because a stage follows.</summary>
    public bool KeepsEnd { get; init; }
}
