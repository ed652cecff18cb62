using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Pipeline.Context;
using TinyBertPipeline.Pipeline.Quantization;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Pretraining.Recipe;

namespace TinyBertPipeline.Pipeline;

/// <summary>Finds the files and folders that the options of a run name, those of all its stages before the first one starts.</summary>
internal sealed class RunInputs
{
    private readonly InputFinder _inputs;

    private RunInputs(InputFinder inputs) => _inputs = inputs;

    /// <summary>The same options with full paths.</summary>
    /// <exception cref="InvalidInputException">Options of some stage are wrong or an input is absent; the message lists all.</exception>
    public static PipelineOptions Resolve(PipelineOptions options, string root)
    {
        var inputs = new InputFinder(root);
        var resolved = new RunInputs(inputs).Resolve(options);
        inputs.ThrowIfAny(options.Faults());
        return resolved;
    }

    // What is null here is a fault of the options, told before.
    private PipelineOptions Resolve(PipelineOptions options) => options with
    {
        Data = options.Data is { } data ? Resolve(data) : null,
        Pretraining = options.Pretraining is { } pretraining ? Resolve(pretraining) : null,
        Teacher = options.Teacher is { } teacher ? Resolve(teacher) : null!,
        Student = options.Student is { } student ? Resolve(student) : null!,
        Quantization = options.Quantization is { } quantization ? Resolve(quantization) : null,
    };

    private PipelineData Resolve(PipelineData data)
    {
        var (train, dev) = (_inputs.Find("data.train", data.Train)!, _inputs.Find("data.dev", data.Dev)!);
        return data with
        {
            Train = train,
            Dev = dev,
            Test = string.IsNullOrEmpty(data.Test) ? dev : _inputs.Find("data.test", data.Test)!,
            Raw = _inputs.FindAll("data.raw", data.Raw)!,
        };
    }

    private PretrainingOptions Resolve(PretrainingOptions options) =>
        options with { Validation = _inputs.FindAll("pretraining.validation", options.Validation)! };

    private FineTuningOptions Resolve(FineTuningOptions options) => options with
    {
        Model = _inputs.Find("teacher.model", options.Model),
        Tokenizer = _inputs.Find("teacher.tokenizer", options.Tokenizer),
        Adapt = _inputs.FindAll("teacher.adapt", options.Adapt),
    };

    private DistillationOptions Resolve(DistillationOptions options) => options with
    {
        MoreTeachers = _inputs.FindAll("student.moreTeachers", options.MoreTeachers),
        GeneralTeacher = _inputs.Find("student.generalTeacher", options.GeneralTeacher),
        SoftLabels = _inputs.Find("student.softLabels", options.SoftLabels),
        GivenStudent = _inputs.Find("student.givenStudent", options.GivenStudent),
    };

    private QuantizationOptions Resolve(QuantizationOptions options) => options with
    {
        Calibration = _inputs.Find("quantization.calibration", options.Calibration),
        Gate = _inputs.Find("quantization.gate", options.Gate),
    };
}
