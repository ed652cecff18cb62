namespace TinyBertPipeline.Training;

/// <summary>Where a training stands.</summary>
/// <param name="Number">The step, counted from 0.</param>
/// <param name="Total">Number of steps planned.</param>
/// <param name="Times">Where the objective may account for parts of its time.</param>
public readonly record struct TrainingStep(long Number, long Total, TrainingTimes Times);
