using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Training.Loop;

/// <summary>What a <see cref="TrainingLoop"/> needs beside optimizer and schedule.</summary>
internal sealed record TrainingLoopOptions
{
    /// <summary>The name of the training in its status.</summary>
    public string Stage { get; init; } = "training";

    /// <summary>Where the sentences of a failed batch are written; null: nowhere.</summary>
    public string? Folder { get; init; }

    /// <summary>Where checkpoints go; null: none.</summary>
    public TrainingCheckpoints? Checkpoints { get; init; }

    /// <summary>Called after each step, whose number it is given; null: nobody is interested.</summary>
    public Action<long>? Stepped { get; init; }

    /// <summary>What the owner keeps in a checkpoint.</summary>
    public Func<KeptState> Kept { get; init; } = () => KeptState.Empty;

    /// <summary>The source of dropout masks, whose place is part of a checkpoint; null without dropout.</summary>
    public DropoutMasks? Dropout { get; init; }
}
