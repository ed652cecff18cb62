using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Export.Onnx;
using TinyBertPipeline.Export.Quantization;
using TinyBertPipeline.Pipeline.Engines;
using TinyBertPipeline.Pipeline.Parity;

namespace TinyBertPipeline.Pipeline.Quantization;

/// <summary>Writes quantized models into a temporary folder and compares them with the float model on the same sentences.</summary>
internal sealed class QuantizationTrial
{
    private readonly Bundle _bundle;
    private readonly BertWeights _weights;
    private readonly CalibrationText _text;
    private readonly IntegerForm _form;
    private readonly EngineChoice _choice;
    private readonly Bundle _trial;
    private readonly IReadOnlyList<TaggedSentence> _reference;

    /// <param name="bundle">The model.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="text">What is tagged by all models.</param>
    /// <param name="form">The form of the IR's activations.</param>
    /// <param name="choice">How engines are opened.</param>
    /// <param name="folder">A temporary folder.</param>
    public QuantizationTrial(
        Bundle bundle, BertWeights weights, CalibrationText text, IntegerForm form, EngineChoice choice, string folder)
    {
        (_bundle, _weights, _text, _form) = (bundle, weights, text, form);
        _choice = choice with { Settings = choice.Settings with { Spin = false } };
        _trial = QuantizedFiles.CreateCompanion(bundle, folder);
        OnnxExporter.Write(bundle.Config, weights, _trial.OnnxPath, new OnnxExportOptions());
        _reference = Tag(EngineName.Onnx) ?? throw new InvalidOperationException("ONNX Runtime was opened for the calibration before");
        var bytes = new FileInfo(_trial.OnnxPath).Length;
        Reference = new(EngineName.Onnx, 0, 0, 0, 0, F1(_reference), text.IsLabeled ? 0 : null, Megabytes(bytes));
    }

    /// <summary>The row of the float model.</summary>
    public QuantizedEngine Reference { get; }

    /// <summary>Number of words that are compared.</summary>
    public long Words => _text.Sentences.Sum(sentence => (long)sentence.Words.Length);

    /// <summary>Makes the models of a plan that the engines take, and runs them.</summary>
    public IReadOnlyList<QuantizedEngine> Measure(QuantizationPlan plan, IReadOnlyList<string> engines)
    {
        foreach (var name in engines) QuantizedFiles.WriteModel(name, _bundle, _weights, plan, _form, _trial);
        return [.. engines.Select(name => Row(name) with { Megabytes = Megabytes(QuantizedFiles.Size(name, _trial)) })];
    }

    /// <summary>Puts the models of the last measured plan into the bundle.</summary>
    public IReadOnlyList<string> Publish(QuantizationPlan plan) => QuantizedFiles.Publish(_trial, plan, _bundle);

    private QuantizedEngine Row(string name)
    {
        if (Tag(name, out var skipped) is not { } tagged) return new(name, Skipped: skipped);
        var (difference, f1) = (LogitDifference.Measure(_reference, tagged), F1(tagged));
        return new(name, difference.Divergence, difference.Flips, difference.Max, difference.Mean, f1, f1 - Reference.F1);
    }

    private IReadOnlyList<TaggedSentence>? Tag(string name) => Tag(name, out _);

    private IReadOnlyList<TaggedSentence>? Tag(string name, out string? skipped)
    {
        using var opened = OpenedEngine.TryOpen(name, _trial, _choice);
        skipped = opened.SkipReason;
        if (opened.Engine is null) return null;
        using var tagger = OpenedEngine.Tagger(opened.Engine, _trial, _choice);
        return tagger.Tag([.. _text.Sentences.Select(sentence => sentence.Words)]);
    }

    private double? F1(IReadOnlyList<TaggedSentence> tagged) => !_text.IsLabeled ? null : EvaluationReport.Compute(
        [.. _text.Sentences.Select(sentence => sentence.Labels)],
        [.. tagged.Select(sentence => _bundle.Labels.ToBioes(sentence.LabelIds))], EvaluationMode.Strict).Micro.F1;

    private static double Megabytes(long bytes) => bytes / 1e6;
}
