using TinyBertPipeline.Training.Modeling;
using TorchSharp.Modules;

namespace TinyBertPipeline.Training.Optimization;

/// <summary>A parameter, its place in memory and its moments.</summary>
internal sealed unsafe class AdamWParameter(string name, Parameter parameter, float* mean, float* square)
{
    public string Name { get; } = name;

    public Parameter Parameter { get; } = parameter;

    public long Count { get; } = parameter.numel();

    /// <summary>Matrices decay; biases and LayerNorm do not.</summary>
    public bool Decays { get; } = parameter.dim() > 1;

    /// <summary>What the learning rate is multiplied by.</summary>
    public double RateFactor { get; init; } = 1;

    public float* Values { get; } = TensorMemory.Floats(parameter);

    public float* Mean { get; } = mean;

    public float* Square { get; } = square;

    /// <summary>The gradient of the current step, or null when the loss did not depend on the parameter.</summary>
    public float* Gradient { get; set; }

    /// <summary>The rows of a word embedding, which take their steps one by one; null for all others.</summary>
    public EmbeddingRows? Rows { get; set; }

    public float[] CopyMean() => new ReadOnlySpan<float>(Mean, checked((int)Count)).ToArray();

    public float[] CopySquare() => new ReadOnlySpan<float>(Square, checked((int)Count)).ToArray();
}
