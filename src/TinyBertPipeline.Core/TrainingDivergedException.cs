namespace TinyBertPipeline.Core;

/// <summary>A loss or a gradient stopped being finite (exit code 7). The message has the step and the loss term.</summary>
public sealed class TrainingDivergedException(string message) : Exception(message);
