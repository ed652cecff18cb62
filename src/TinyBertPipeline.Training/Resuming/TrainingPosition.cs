namespace TinyBertPipeline.Training.Resuming;

/// <summary>Where a training stands.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="OptimizerSteps">Steps of the optimizer, which batches without anything to learn from do not make.</param>
/// <param name="DropoutMasksTaken">The place in the sequence of dropout masks.</param>
/// <param name="LossSum">The losses since the mean was last begun.</param>
/// <param name="LossSteps">Their number.</param>
public sealed record TrainingPosition(long Step, long OptimizerSteps, long DropoutMasksTaken, double LossSum, long LossSteps);
