using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Objectives;

/// <summary>
/// One learned linear map for each level 0..M from the student's width to the teacher's. Trained with the student, and left behind when it
/// is written.
/// </summary>
internal sealed class HiddenProjections : nn.Module
{
    [ComponentName(Name = "projections")] private readonly ModuleList<Linear> _levels;

    private HiddenProjections(IEnumerable<Linear> levels)
        : base(nameof(HiddenProjections))
    {
        _levels = nn.ModuleList([.. levels]);
        RegisterComponents();
    }

    /// <summary>Maps that start at given values, for example at the regressions of the student's start.</summary>
    public static HiddenProjections From(IReadOnlyList<(WeightTensor Weight, WeightTensor Bias)> levels) =>
        new(levels.Select(level => nn.Linear(ToParameter(level.Weight), ToParameter(level.Bias))));

    /// <summary>
    /// The maps of a narrower student to the same teacher: first <paramref name="inner"/>, to the width of these, then these: (W R, W r + b).
    /// </summary>
    public HiddenProjections After(IReadOnlyList<(WeightTensor Weight, WeightTensor Bias)> inner)
    {
        using var noGrad = no_grad();
        return new(_levels.Zip(inner, (outer, level) =>
        {
            using var scope = NewDisposeScope();
            var (matrix, offset) = (tensor(level.Weight.Values, level.Weight.Shape), tensor(level.Bias.Values, level.Bias.Shape));
            var weight = outer.weight!.mm(matrix);                                          // [H,H'] of [H,V] and [V,H']
            var bias = outer.weight!.mv(offset).Plus(outer.bias!);                          // [H]
            return nn.Linear(new Parameter(weight.MoveToOuterDisposeScope()), new Parameter(bias.MoveToOuterDisposeScope()));
        }));
    }

    /// <summary>Random maps.</summary>
    public static HiddenProjections Random(BertConfig student, BertConfig teacher, int seed)
    {
        var projections = new HiddenProjections(
            Enumerable.Range(0, student.Layers + 1).Select(_ => Weights.Linear(student.HiddenSize, teacher.HiddenSize)));
        Weights.Initialize(projections, student, seed);
        return projections;
    }

    /// <summary>The student's states of a level [B,T,H'] at the teacher's width [B,T,H].</summary>
    public Tensor Project(int level, Tensor states) => _levels[level].forward(states);

    private static Parameter ToParameter(WeightTensor weight) => new(tensor(weight.Values, weight.Shape));
}
