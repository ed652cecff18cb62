using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Distillation.Initialization;
using TinyBertPipeline.Training.Distillation.Objectives;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.Tasks;

namespace TinyBertPipeline.Training.Distillation;

/// <summary>A student with what is trained beside it and what it is compared with.</summary>
/// <param name="Network">The student.</param>
/// <param name="Projections">Its states' maps to the teacher's width; null where there is no teacher.</param>
/// <param name="Heads">The compared heads of each layer.</param>
internal sealed record Student(BertTaskModel Network, HiddenProjections? Projections, IReadOnlyList<HeadMap> Heads) : IDisposable
{
    /// <summary>What it kept of its teacher; null where it did not start from it.</summary>
    public KeptParts? Kept { get; private init; }

    /// <summary>A student as its teacher gives it.</summary>
    /// <param name="task">What it is for.</param>
    /// <param name="start">Its start.</param>
    /// <param name="teacher">The teacher's sizes.</param>
    /// <param name="map">The teacher layer of each student layer.</param>
    public static Student From(ITask task, StudentStart start, BertConfig teacher, LayerMap map) => new(
        BertTaskModel.Load(task, start.Config, new BertWeights(start.Config, start.Weights.Values)),
        HiddenProjections.From(start.Projections),
        [.. start.Heads.Select(heads => new HeadMap(heads, teacher.Heads))])
    {
        Kept = new KeptParts(start.Coordinates, [.. map.TeacherLayers.Zip(start.Neurons)]),
    };

    /// <summary>A student that does not come from its teacher: random projections, heads compared evenly spread.</summary>
    public static Student Of(BertTaskModel network, BertConfig? teacher, int seed)
    {
        if (teacher is null) return new Student(network, null, []);
        var heads = HeadMap.Spread(network.Config.Heads, teacher.Heads);
        var projections = HiddenProjections.Random(network.Config, teacher, seed);
        return new Student(network, projections, [.. Enumerable.Repeat(heads, network.Config.Layers)]);
    }

    public void Dispose()
    {
        Network.Dispose();
        Projections?.Dispose();
    }
}
