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

    /// <summary>A student that starts from this one instead of their teacher: what it kept of the teacher is what both kept.</summary>
    /// <param name="task">What it is for.</param>
    /// <param name="outer">This student's own start.</param>
    /// <param name="inner">The other's start from this one.</param>
    /// <param name="teacher">The teacher's sizes.</param>
    /// <param name="map">The teacher layer of each layer.</param>
    public Student Narrow(ITask task, StudentStart outer, StudentStart inner, BertConfig teacher, LayerMap map) => new(
        BertTaskModel.Load(task, inner.Config, new BertWeights(inner.Config, inner.Weights.Values)),
        Projections!.After(inner.Projections),
        [.. inner.Heads.Zip(outer.Heads, (from, to) => new HeadMap([.. from.Select(head => head < 0 ? -1 : to[head])], teacher.Heads))])
    {
        Kept = new KeptParts([.. inner.Coordinates.Select(place => outer.Coordinates[place])],
        [
            // Neurons that the wider student had beyond its teacher's are the last ones.
            .. map.TeacherLayers.Zip(inner.Neurons.Zip(outer.Neurons, (from, to) =>
                from.TakeWhile(neuron => neuron < to.Length).Select(neuron => to[neuron]).ToArray())),
        ]),
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
