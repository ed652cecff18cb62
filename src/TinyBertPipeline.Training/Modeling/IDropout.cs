using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Modeling;

/// <summary>How values are dropped in a training step.</summary>
public interface IDropout
{
    /// <summary>Multiplies each element of <paramref name="x"/> by 0 with the given probability, else by 1/(1-probability).</summary>
    Tensor Apply(Tensor x, double probability);
}
