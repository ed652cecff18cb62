using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Training.Distillation.Initialization;
using TinyBertPipeline.Training.Distillation.Objectives;
using TinyBertPipeline.Training.Modeling;

namespace TinyBertPipeline.Training.Distillation;

/// <summary>A student with what is trained beside it and what it is compared with.</summary>
/// <param name="Model">The tagger.</param>
/// <param name="Projections">Its states' maps to the teacher's width; null where there is no teacher.</param>
/// <param name="Heads">The compared heads of each layer.</param>
internal sealed record Student(BertTaggerModel Model, HiddenProjections? Projections, IReadOnlyList<HeadMap> Heads) : IDisposable
{
    /// <summary>A student as its teacher gives it.</summary>
    public static Student From(StudentStart start, BertConfig teacher, int seed)
    {
        var model = BertTaggerModel.Create(start.Config, seed);
        model.LoadWeights(new BertWeights(start.Config, start.Weights.Values));
        return new Student(model, HiddenProjections.From(start.Projections), [.. start.Heads.Select(heads => new HeadMap(heads, teacher.Heads))]);
    }

    /// <summary>A student that does not come from its teacher: random projections, heads compared evenly spread.</summary>
    public static Student Of(BertTaggerModel model, BertConfig? teacher, int seed)
    {
        if (teacher is null) return new Student(model, null, []);
        var heads = HeadMap.Spread(model.Config.Heads, teacher.Heads);
        return new Student(model, HiddenProjections.Random(model.Config, teacher, seed), [.. Enumerable.Repeat(heads, model.Config.Layers)]);
    }

    public void Dispose()
    {
        Model.Dispose();
        Projections?.Dispose();
    }
}
