using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Export.Onnx;
using TinyBertPipeline.Export.Quantization;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Pipeline.Engines;
using TinyBertPipeline.Pipeline.Parity;

namespace TinyBertPipeline.Pipeline.Quantization;

/// <summary>Writes quantized models into a temporary folder and compares them with the float model on the same items.</summary>
internal sealed class QuantizationTrial
{
    private readonly Bundle _bundle;
    private readonly BertWeights _weights;
    private readonly CalibrationText _text;
    private readonly IntegerForm _form;
    private readonly EngineSettings _settings;
    private readonly Bundle _trial;
    private readonly IReadOnlyList<ItemPrediction> _reference;

    /// <param name="bundle">The model.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="text">What is predicted by all models.</param>
    /// <param name="form">The form of the IR's activations.</param>
    /// <param name="settings">How engines are opened.</param>
    /// <param name="folder">A temporary folder.</param>
    public QuantizationTrial(
        Bundle bundle, BertWeights weights, CalibrationText text, IntegerForm form, EngineSettings settings, string folder)
    {
        (_bundle, _weights, _text, _form) = (bundle, weights, text, form);
        _settings = settings with { Spin = false };
        _trial = QuantizedFiles.CreateCompanion(bundle, folder);
        OnnxExporter.Write(bundle.Task, bundle.Config, weights, _trial.OnnxPath, new OnnxExportOptions());
        _reference = Predict(EngineFactory.Onnx, out _) ?? throw new InvalidOperationException("ONNX Runtime was opened for the calibration before");
        Reference = new QuantizedEngine(EngineFactory.Onnx)
        {
            Divergence = 0,
            LabelFlips = 0,
            MaxLogitDifference = 0,
            MeanLogitDifference = 0,
            Score = Score(_reference)?.Value,
            ScoreDifference = text.Data is null ? null : 0,
            Megabytes = Megabytes(new FileInfo(_trial.OnnxPath).Length),
        };
        Metric = Score(_reference)?.Metric;
    }

    /// <summary>The row of the float model.</summary>
    public QuantizedEngine Reference { get; }

    /// <summary>The metric of the scores; null where the text has no labels.</summary>
    public string? Metric { get; }

    /// <summary>Number of rows that are compared: words, or texts.</summary>
    public long Rows => _text.Items.Sum(item => (long)item.Rows);

    /// <summary>Makes the models of a plan that the engines take, and runs them.</summary>
    public IReadOnlyList<QuantizedEngine> Measure(QuantizationPlan plan, IReadOnlyList<string> engines)
    {
        foreach (var name in engines) QuantizedFiles.WriteModel(name, _bundle, _weights, plan, _form, _trial);
        return [.. engines.Select(name => Row(name) with { Megabytes = Megabytes(QuantizedFiles.Size(name, _trial)) })];
    }

    /// <summary>Puts the models of the last measured plan into the bundle.</summary>
    public IReadOnlyList<string> Publish(QuantizationPlan plan, bool overwrite) => QuantizedFiles.Publish(_trial, plan, _bundle, overwrite);

    private QuantizedEngine Row(string name)
    {
        if (Predict(name, out var skipped) is not { } predicted) return new(name) { Skipped = skipped };
        var (difference, score) = (LogitDifference.Measure(_reference, predicted), Score(predicted)?.Value);
        return new(name)
        {
            Divergence = difference.Divergence,
            LabelFlips = difference.Flips,
            MaxLogitDifference = difference.Max,
            MeanLogitDifference = difference.Mean,
            Score = score,
            ScoreDifference = score - Reference.Score,
        };
    }

    private IReadOnlyList<ItemPrediction>? Predict(string name, out string? skipped)
    {
        using var opened = OpenedEngine.TryOpen(name, _trial, _settings);
        skipped = opened.SkipReason;
        if (opened.Engine is null) return null;
        using var predictor = new TaskPredictor(_trial.Model, opened.Engine);
        return predictor.Predict(_text.Items);
    }

    private TaskScore? Score(IReadOnlyList<ItemPrediction> predicted) => _text.Data?.Score(predicted);

    private static double Megabytes(long bytes) => bytes / 1e6;
}
