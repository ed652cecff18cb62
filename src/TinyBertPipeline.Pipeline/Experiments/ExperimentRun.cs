using System.Runtime.ExceptionServices;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Machine;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Pipeline.Context;
using TinyBertPipeline.Pipeline.Evaluation;
using TinyBertPipeline.Pipeline.Reports;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Pipeline.Experiments;

/// <summary>
/// Runs an experiment. Each result goes to the result files at once, and a later start, on this machine or another, goes on with the ones
/// that are missing. Within a training it goes on from the training's own checkpoint.
/// </summary>
public sealed class ExperimentRun
{
    private readonly ExperimentOptions _options;
    private readonly PipelineContext _context;
    private readonly IExperimentWork _work;
    private readonly ExperimentResults _results;
    private readonly List<ExperimentResult> _known = [];
    private readonly List<Exception> _failures = [];

    private ExperimentRun(ExperimentOptions options, PipelineContext context, IExperimentWork work)
    {
        (_options, _context, _work) = (options, context, work);
        _results = new ExperimentResults(options.Results, options.Report ?? options.Name);
    }

    /// <summary>Runs what is missing.</summary>
    /// <param name="options">The experiment.</param>
    /// <param name="request">Which part of it, and whether to score on test.</param>
    /// <param name="context">Inputs root, command and progress.</param>
    /// <param name="cancellation">Ends the run after a step of the training at hand, with a checkpoint.</param>
    /// <exception cref="InvalidInputException">Options or inputs are wrong; nothing was trained.</exception>
    /// <exception cref="TrainingDivergedException">
    /// A training diverged; the others were done. Other failures of a training end alike.
    /// </exception>
    public static ExperimentReport Run(
        ExperimentOptions options, ExperimentRequest request, PipelineContext context, CancellationToken cancellation = default) =>
        Run(options, request, context, new ExperimentWork(context), cancellation);

    internal static ExperimentReport Run(
        ExperimentOptions options, ExperimentRequest request, PipelineContext context, IExperimentWork work,
        CancellationToken cancellation) =>
        new ExperimentRun(options, context, work).Run(request, cancellation);

    /// <summary>A result with nothing but its key and the circumstances.</summary>
    internal static ExperimentResult NewResult(ExperimentJob job, string command) => new()
    {
        Dataset = job.DataSet.Name,
        Variant = job.Row.ShownName,
        Student = job.Student,
        Seed = job.Seed,
        OptionsHash = job.OptionsHash,
        Cpu = MachineRecord.Read().Describe(),
        Date = DateOnly.FromDateTime(DateTime.UtcNow),
        Overrides = job.Row.Overrides(),
        TaughtBy = job.Teacher?.Row.ShownName is { } name && name != ExperimentVariant.Teacher ? name : null,
        Command = command,
    };

    private ExperimentReport Run(ExperimentRequest request, CancellationToken cancellation)
    {
        Directory.CreateDirectory(_options.Folder());
        using var runLock = RunLock.Take(_options.Folder());
        _results.Refresh();
        var all = ExperimentPlan.Create(_options, _context.InputsRoot);
        request.ThrowIfInvalid(_options, all);
        var jobs = all.Where(request.Wants).ToArray();
        foreach (var (index, job) in jobs.Index())
        {
            if (Finished(job) is { } known) Skip(job, known);
            else Do(job, $"{job.Title} ({index + 1} of {jobs.Length})", () => _work.Train(job, cancellation));
        }
        foreach (var job in request.Test ? jobs : [])
        {
            if (Finished(job) is { Test: null } result) Do(job, $"{job.Title}: test", () => _work.Test(job, result, cancellation));
        }
        var report = new ExperimentReport([.. _results.Read().Where(result => jobs.Any(job => job.Matches(result)))]);
        foreach (var warning in report.Warnings()) _context.Progress.Warn(warning);
        WritePage(report, jobs);
        request.Print?.Invoke(report);
        ThrowIfFailed(jobs.Length);
        return report;
    }

    private void WritePage(ExperimentReport report, IReadOnlyList<ExperimentJob> jobs)
    {
        var page = new Report().Heading("Results").Figure("", "Share of the teacher's score that students keep", RetentionPlot.Draw(report.Results))
            .Append(report.ToReport()).Heading("Training");
        foreach (var job in jobs) page.Append(LearningCurves.Of(job.Folder, $"{job.Title}: "));
        ReportPage.Write(Path.Combine(_options.Folder(), "report.html"), $"Experiment {_options.Name}", _context.CommandLine, page);
    }

    private ExperimentResult? Finished(ExperimentJob job) =>
        _results.Read().FirstOrDefault(result => job.Matches(result) && result.OptionsHash == job.OptionsHash && result.IsFinished);

    private void Skip(ExperimentJob job, ExperimentResult known)
    {
        _known.Add(known);
        _context.Progress.Skip(job.Title);
    }

    // The files are under version control: a checkout or a merge during a run of hours may take rows away.
    private void Add(ExperimentResult result)
    {
        _results.Add(result);
        _known.RemoveAll(result.HasKeyOf);
        _known.Add(result);
        var present = _results.Read();
        foreach (var lost in _known.Where(known => !present.Any(known.HasKeyOf))) _results.Add(lost);
    }

    private void Do(ExperimentJob job, string title, Func<ExperimentResult> work)
    {
        _context.Progress.Begin(title);
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        try
        {
            var result = work();
            Add(result);
            _context.Progress.Note(RetentionTable.Line(result));
        }
        catch (Exception e) when (e is TrainingDivergedException or InvalidInputException or EnvironmentException)
        {
            _failures.Add(e);
            _context.Progress.Note($"failed: {e.Message}");
            // A failure to score on test leaves what is known.
            if (Finished(job) is null) Add(NewResult(job, _context.CommandLine) with { Failed = e.Message });
        }
        _context.Progress.End(title, System.Diagnostics.Stopwatch.GetElapsedTime(start));
    }

    private void ThrowIfFailed(int jobs)
    {
        if (_failures.Count == 0) return;
        if (_failures.OfType<TrainingDivergedException>().FirstOrDefault() is { } diverged)
        {
            throw new TrainingDivergedException(
                $"{_failures.Count} of {jobs} trainings failed, the first that diverged: {diverged.Message}");
        }
        ExceptionDispatchInfo.Throw(_failures[0]);
    }
}
