namespace TinyBertPipeline.Training;

/// <summary>Follows a training. Called on the training's thread.</summary>
public interface ITrainingProgress
{
    /// <summary>A step was done.</summary>
    void Report(TrainingStatus status);

    /// <summary>Something worth a line: an evaluation, a checkpoint, a warning.</summary>
    void Note(string message);
}
