using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Benchmarking;

/// <summary>
/// The library's own AdamW, a tensor at a time, and its clipping: what <see cref="Optimization.AdamW"/> is compared with.
/// </summary>
internal sealed class PlainOptimizer : IDisposable
{
    private readonly Parameter[] _parameters;
    private readonly AdamW _optimizer;

    public PlainOptimizer(params nn.Module[] modules)
    {
        _parameters = [.. modules.SelectMany(module => module.parameters()).Where(parameter => parameter.requires_grad)];
        _optimizer = optim.AdamW(_parameters, lr: 1e-5, beta1: 0.9, beta2: 0.98, weight_decay: 0.01);
    }

    public void Step()
    {
        nn.utils.clip_grad_norm_(_parameters, 1);
        _optimizer.step();
        _optimizer.zero_grad();
    }

    public void Dispose() => _optimizer.Dispose();
}

/// <summary>
/// Dropout with masks drawn anew each time, as libraries do it: the measure that <see cref="DropoutMasks"/> is compared with.
/// </summary>
internal sealed class DrawnDropout : IDropout
{
    public Tensor Apply(Tensor x, double probability) => nn.functional.dropout(x, probability, training: true);
}
