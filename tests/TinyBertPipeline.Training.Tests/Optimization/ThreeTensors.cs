using TinyBertPipeline.Training.Tests.Modeling;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Optimization;

/// <summary>The parameters of <c>optim/adamw-inputs</c>, all with two dimensions, so that weight decay applies to all.</summary>
internal sealed class ThreeTensors : nn.Module
{
    [ComponentName(Name = "matrix")] private readonly Parameter _matrix;
    [ComponentName(Name = "vector")] private readonly Parameter _vector;
    [ComponentName(Name = "scalar")] private readonly Parameter _scalar;

    public ThreeTensors(ReferenceTensors inputs)
        : base(nameof(ThreeTensors))
    {
        _matrix = new Parameter(Start("matrix"));
        _vector = new Parameter(Start("vector"));
        _scalar = new Parameter(Start("scalar"));
        RegisterComponents();

        Tensor Start(string name) => inputs[$"start.{name}"].to(float32).view(name == "matrix" ? [3, 4] : [1, -1]);
    }
}
