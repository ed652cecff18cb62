using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Pipeline.Context;
using TinyBertPipeline.Pipeline.Quantization;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Pretraining.Recipe;

namespace TinyBertPipeline.Pipeline;

/// <summary>Finds the files and folders that the options of a run name, those of all its stages before the first one starts.</summary>
internal sealed class RunInputs(string root)
{
    private readonly List<string> _missing = [];

    /// <summary>The same options with full paths.</summary>
    /// <exception cref="InvalidInputException">Options of some stage are wrong or an input is absent; the message lists all.</exception>
    public static PipelineOptions Resolve(PipelineOptions options, string root)
    {
        string[] faults = [.. options.Faults()];
        var inputs = new RunInputs(root);
        var resolved = inputs.Resolve(options);
        InputsRoot.ThrowIfAny(faults, inputs._missing);
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
        var (train, dev) = (Find("data.train", data.Train)!, Find("data.dev", data.Dev)!);
        return data with
        {
            Train = train,
            Dev = dev,
            Test = string.IsNullOrEmpty(data.Test) ? dev : Find("data.test", data.Test)!,
            Raw = FindAll("data.raw", data.Raw)!,
        };
    }

    private PretrainingOptions Resolve(PretrainingOptions options) =>
        options with { Validation = FindAll("pretraining.validation", options.Validation)! };

    private FineTuningOptions Resolve(FineTuningOptions options) => options with
    {
        Model = Find("teacher.model", options.Model),
        Tokenizer = Find("teacher.tokenizer", options.Tokenizer),
        Adapt = FindAll("teacher.adapt", options.Adapt),
    };

    private DistillationOptions Resolve(DistillationOptions options) => options with
    {
        MoreTeachers = FindAll("student.moreTeachers", options.MoreTeachers),
        GeneralTeacher = Find("student.generalTeacher", options.GeneralTeacher),
        SoftLabels = Find("student.softLabels", options.SoftLabels),
        GivenStudent = Find("student.givenStudent", options.GivenStudent),
    };

    private QuantizationOptions Resolve(QuantizationOptions options) => options with
    {
        Calibration = Find("quantization.calibration", options.Calibration),
        Gate = Find("quantization.gate", options.Gate),
    };

    private IReadOnlyList<string>? FindAll(string key, IReadOnlyList<string>? paths) =>
        paths is null ? null : [.. paths.Select(path => Find(key, path) ?? "")];

    private string? Find(string key, string? path)
    {
        if (string.IsNullOrEmpty(path)) return path;
        if (InputsRoot.Find(path, root) is { } found) return found;
        _missing.Add($"{key}: {path}: {InputsRoot.Absent(root)}");
        return path;
    }
}
