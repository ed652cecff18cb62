using TinyBertPipeline.Pipeline.Context;

namespace TinyBertPipeline.Pipeline;

/// <summary>The whole line in one call: from a labelled file and a BERT checkpoint to a small model, exported, converted, compared and timed.</summary>
public static class TinyBert
{
    /// <summary>Runs all stages on a thread of its own, skipping those whose inputs have not changed since the last run.</summary>
    /// <param name="options">What to do; the defaults are the embedded demo (<see cref="DemoOptions"/>).</param>
    /// <param name="context">Inputs root, OpenVINO's folder and progress, or null for the usual places and silence.</param>
    /// <param name="cancellation">Ends the run at its next safe point; the same call goes on from there.</param>
    /// <returns>Scores of teacher and student, agreement and speed of the engines; <see cref="PipelineReport.ToText"/> prints them.</returns>
    /// <exception cref="Core.InvalidInputException">Options, data or a model cannot be used.</exception>
    /// <exception cref="Core.EnvironmentException">libtorch is missing, another run works in the folder, or a file cannot be written.</exception>
    /// <exception cref="Core.QualityGateException">Engines disagree, or a score misses its gate; the report is written before.</exception>
    /// <exception cref="Core.TrainingDivergedException">A loss is not finite.</exception>
    public static Task<PipelineReport> RunAsync(PipelineOptions options, PipelineContext? context = null, CancellationToken cancellation = default) =>
        Task.Run(() => PipelineRun.Run(options, context ?? new PipelineContext { CommandLine = $"{nameof(TinyBert)}.{nameof(RunAsync)}" }, null, cancellation), cancellation);
}
