namespace TinyBertPipeline.Pipeline.Experiments;

/// <summary>Does the trainings of an experiment.</summary>
internal interface IExperimentWork
{
    /// <summary>Trains, or goes on with a training that was interrupted, and scores the bundle on dev.</summary>
    /// <exception cref="OperationCanceledException">The training was cancelled; a checkpoint was written.</exception>
    ExperimentResult Train(ExperimentJob job, CancellationToken cancellation);

    /// <summary>Adds the scores on test. A training whose bundle is not on this machine is done again.</summary>
    ExperimentResult Test(ExperimentJob job, ExperimentResult result, CancellationToken cancellation);
}
