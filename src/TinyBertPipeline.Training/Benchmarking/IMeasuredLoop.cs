namespace TinyBertPipeline.Training.Benchmarking;

/// <summary>A training loop whose steps are timed.</summary>
internal interface IMeasuredLoop
{
    /// <summary>Takes a step that does not count.</summary>
    void WarmUp();

    /// <summary>Trains on every batch once.</summary>
    void Pass();

    /// <summary>The speed of all passes so far.</summary>
    TrainingSpeed Speed(string training, string loop, string precision);
}
