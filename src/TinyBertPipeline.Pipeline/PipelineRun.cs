using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Pipeline.Context;
using TinyBertPipeline.Pipeline.Demo;
using TinyBertPipeline.Pipeline.Evaluation;
using TinyBertPipeline.Pipeline.Reports;
using TinyBertPipeline.Pipeline.Stages;
using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Pretraining;
using TinyBertPipeline.Training.Pretraining.Recipe;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Pipeline;

/// <summary>Runs a whole line: data, pre-training, teacher, baseline, student, export, conversion, 8 bits, parity, speed, report.</summary>
public sealed class PipelineRun
{
    private const string Unprepared = "teacher-without-pretraining";

    private readonly PipelineOptions _options;
    private readonly PipelineContext _context;
    private readonly StageRunner _stages;
    private readonly string _folder;

    private PipelineRun(PipelineOptions options, PipelineContext context)
    {
        (_options, _context, _folder) = (options, context, options.Folder());
        _stages = new StageRunner(_folder, context.Progress);
    }

    /// <summary>Runs all stages, skipping those whose inputs have not changed.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="context">What the results do not depend on.</param>
    /// <param name="print">Gets the report before the gates are checked, so that a missed gate still shows its figures.</param>
    /// <param name="cancellation">Ends the run at its next safe point; the same call goes on from there.</param>
    /// <exception cref="Core.InvalidInputException">Options of some stage are wrong (all faults of all stages, before the first starts), or an input.</exception>
    /// <exception cref="Core.QualityGateException">Engines disagree, or a score misses its gate; the report is written before.</exception>
    public static PipelineReport Run(
        PipelineOptions options, PipelineContext context, Action<PipelineReport>? print = null, CancellationToken cancellation = default)
    {
        return new PipelineRun(RunInputs.Resolve(options, context.InputsRoot), context).Run(print, cancellation);
    }

    private PipelineReport Run(Action<PipelineReport>? print, CancellationToken cancellation)
    {
        using var runLock = RunLock.Take(_folder);
        var data = _options.Data ?? WriteDemoData();
        var pretraining = _options.Pretraining is { } options ? Pretrain(options, data, cancellation) : null;
        var teacher = FineTune("teacher", data, pretraining is null ? null : EncoderFolder, cancellation);
        var unprepared = pretraining is not null && _options.Baseline ? FineTune(Unprepared, data, null, cancellation) : null;
        var baseline = _options.Baseline ? Distill("baseline", data, teacher, DistillationVariant.LabelsOnly, cancellation) : null;
        var student = Distill("student", data, teacher, _options.Student.Variant, cancellation);

        var finishing = new FinishingStages(_stages, _context, data, _folder);
        var models = new List<ModelScores> { finishing.Score("teacher", teacher) };
        if (unprepared is not null) models.Add(finishing.Score(Unprepared, unprepared));
        if (baseline is not null) models.Add(finishing.Score("baseline", baseline));
        models.Add(finishing.Score("student", student));
        finishing.Explain("student", student);
        finishing.Export("teacher", teacher, cancellation);
        finishing.Export("student", student, cancellation);
        if (_options.Quantization is { } quantization) finishing.Quantize(student, quantization, cancellation);
        var parity = finishing.CompareEngines(student, isQuantized: _options.Quantization is not null, cancellation);
        var converters = finishing.CompareConverters(student, _options.Benchmark, cancellation);
        var speed = finishing.Measure(teacher, student, _options.Benchmark, cancellation);

        var examples = _options.Data is null && _options.Demo.Subject == DemoSubject.Entities ? FinishingStages.TagAmbiguous(student) : [];
        var report = new PipelineReport(_options.Name, models, parity, converters, speed, examples) { Pretraining = pretraining };
        report.Write(_folder, _context.CommandLine, _options.Report);
        WritePage(report);
        print?.Invoke(report);
        report.ThrowIfMissed(_options.Gates, _options.MaxLogitDifference);
        return report;
    }

    private void WritePage(PipelineReport report)
    {
        var page = new Report().Heading("Models, engines and speed").Append(report.ToReport())
            .Heading("Errors").Text("The page student.html beside this one shows the student's errors on the test file.").Heading("Training");
        foreach (var model in report.Models) page.Append(LearningCurves.Of(Path.Combine(_folder, model.Model), $"{model.Model}: "));
        ReportPage.Write(Path.Combine(_folder, "report.html"), $"Run {_options.Name}", _context.CommandLine, page);
    }

    private string EncoderFolder => Path.Combine(_folder, "encoder");

    private string DataFolder => Path.Combine(_folder, "data");

    private PipelineData WriteDemoData()
    {
        var identity = OptionsFile.ToJson(_options.Demo).AsObject();
        identity["files"] = DemoCorpus.Hash + OpinionCorpus.Hash;
        _stages.Run("data", identity, () => new StageResult([], DemoStage.Write(_options.Demo, DataFolder, _context.Overwrite)));
        return DemoStage.Places(_options.Demo, DataFolder);
    }

    private string? TeacherTokenizer => _options.Teacher.Tokenizer ?? (_options.Data is null ? DemoStage.Tokenizer(DataFolder) : null);

    private PretrainingSummary Pretrain(PretrainingOptions given, PipelineData data, CancellationToken cancellation)
    {
        var options = given with
        {
            Model = _options.Teacher.Model,
            Size = _options.Teacher.Size,
            Tokenizer = TeacherTokenizer,
            Raw = data.Raw,
            Out = EncoderFolder,
        };
        return PretrainingSummary.FromRecord(_stages.Run("pretraining", PretrainingRun.Identity(options), () =>
        {
            var result = PretrainingRun.Run(options, _context.Training, cancellation);
            return StageResult.OfFolder(PretrainingSummary.Of(result).ToRecord(), EncoderFolder);
        }));
    }

    private string FineTune(string stage, PipelineData data, string? encoder, CancellationToken cancellation)
    {
        var folder = Path.Combine(_folder, stage);
        var options = _options.Teacher with
        {
            Model = encoder ?? _options.Teacher.Model,
            Tokenizer = TeacherTokenizer,
            Train = data.Train,
            Dev = data.Dev,
            Out = folder,
        };
        _stages.Run(stage, FineTuningRun.Identity(options), () =>
        {
            FineTuningRun.Run(options, _context.Training, cancellation);
            return StageResult.OfFolder([], folder);
        });
        return folder;
    }

    private string Distill(string stage, PipelineData data, string teacher, DistillationVariant variant, CancellationToken cancellation)
    {
        var folder = Path.Combine(_folder, stage);
        var options = _options.Student with
        {
            Teacher = teacher,
            Train = data.Train,
            Dev = data.Dev,
            Raw = data.Raw,
            Out = folder,
            Variant = variant,
            Data = _options.Teacher.Data,
        };
        _stages.Run(stage, DistillationRun.Identity(options), () =>
        {
            DistillationRun.Run(options, _context.Training, cancellation);
            return StageResult.OfFolder([], folder);
        });
        return folder;
    }
}
