using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.Known;
using TinyBertPipeline.Export.Summaries;

namespace TinyBertPipeline.Pipeline.Summaries;

/// <summary>Describes the model of a folder.</summary>
public static class SummaryRun
{
    private const string Classifier = "classifier.weight";
    private const string Encoder = "bert.";
    private const long MostRows = 100_000;

    /// <summary>
    /// Describes a model with its head, or an encoder where the checkpoint has no classifier. Labels that were never saved, a tokenizer and
    /// derived files are not needed.
    /// </summary>
    /// <exception cref="InvalidInputException">Config or weights are absent, broken or of another kind of model.</exception>
    public static ModelSummary Run(string folder)
    {
        if (!Directory.Exists(folder)) throw new InvalidInputException(InputKind.Model, folder, "there is no such folder or .onnx file");
        var config = BertConfig.Load(folder);
        var task = TaskList.Of(config);
        var rows = ClassifierRows(folder);
        if (rows is { } labels && config.Labels.Count == 0) config = config with { Labels = [.. Enumerable.Range(0, labels).Select(id => $"LABEL_{id}")] };
        var weights = BertWeights.Load(folder, config, rows is null ? null : task.Head(config));
        var leavesEncoder = BundleSettings.Read(config).FrozenEncoder == true;
        bool IsFrozen(string layer) => leavesEncoder && layer.StartsWith(Encoder, StringComparison.Ordinal);
        return new ModelSummary(
            rows is null ? LayerTable.OfEncoder(config, weights) : LayerTable.Of(task, config, weights, IsFrozen), weights.Report, weights.Sha256);
    }

    private static int? ClassifierRows(string folder)
    {
        using var file = CheckpointFolder.Open(folder);
        var classifier = file.Entries.Values.FirstOrDefault(entry => entry.Name.EndsWith(Classifier, StringComparison.Ordinal));
        return classifier is { Shape: [> 0 and < MostRows, _] } ? (int)classifier.Shape[0] : null;
    }
}

/// <summary>What a model folder holds: the network's layers, and what became of the checkpoint's tensors.</summary>
/// <param name="Layers">The layers in the order of computation.</param>
/// <param name="Checkpoint">Missing, unexpected, ignored and converted tensors.</param>
/// <param name="WeightsSha256">SHA-256 of the weights.</param>
public sealed record ModelSummary(LayerTable Layers, CheckpointReport Checkpoint, string WeightsSha256)
{
    /// <summary>The summary for people.</summary>
    public Report ToReport() => Report.OfCode(Layers.ToText()).Text($"weights {WeightsSha256}\n{Checkpoint.ToText()}");
}
