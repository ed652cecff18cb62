using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Export.Summaries;

namespace TinyBertPipeline.Pipeline.Summaries;

/// <summary>What a model folder holds: the network's layers, and what became of the checkpoint's tensors.</summary>
/// <param name="Layers">The layers in the order of computation.</param>
/// <param name="Checkpoint">Missing, unexpected, ignored and converted tensors.</param>
/// <param name="WeightsSha256">SHA-256 of the weights.</param>
public sealed record ModelSummary(LayerTable Layers, CheckpointReport Checkpoint, string WeightsSha256)
{
    /// <summary>The summary for people.</summary>
    public Report ToReport() => Report.OfCode(Layers.ToText()).Text($"weights {WeightsSha256}\n{Checkpoint.ToText()}");
}
