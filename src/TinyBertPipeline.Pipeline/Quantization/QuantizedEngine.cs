namespace TinyBertPipeline.Pipeline.Quantization;

/// <summary>How an engine fares with the quantized model, beside the float model on ONNX Runtime (the first row).</summary>
/// <param name="Engine">The engine's name.</param>
public sealed record QuantizedEngine(string Engine)
{
    /// <summary>Mean over the rows of KL(softmax of float || softmax of this engine); null when the engine was skipped.</summary>
    public double? Divergence { get; init; }

    /// <summary>Share of the rows whose label of the highest logit changes, 0 to 1.</summary>
    public double? LabelFlips { get; init; }

    /// <summary>Largest absolute difference of a logit.</summary>
    public double? MaxLogitDifference { get; init; }

    /// <summary>Mean absolute difference of the logits.</summary>
    public double? MeanLogitDifference { get; init; }

    /// <summary>The score in the task's metric, 0 to 1, when the sentences are labelled.</summary>
    public double? Score { get; init; }

    /// <summary>The score less that of the float model.</summary>
    public double? ScoreDifference { get; init; }

    /// <summary>Size of the model in 10⁶ bytes.</summary>
    public double? Megabytes { get; init; }

    /// <summary>Why the engine was left out, or null.</summary>
    public string? Skipped { get; init; }
}
