using TinyBertPipeline.Training.Modeling;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Benchmarking;

/// <summary>
/// Dropout with masks drawn anew each time, as libraries do it: the measure that <see cref="DropoutMasks"/> is compared with.
/// </summary>
internal sealed class DrawnDropout : IDropout
{
    public Tensor Apply(Tensor x, double probability) => nn.functional.dropout(x, probability, training: true);
}
