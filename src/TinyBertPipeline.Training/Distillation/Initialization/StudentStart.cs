using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Training.Distillation.Recipe;

namespace TinyBertPipeline.Training.Distillation.Initialization;

/// <summary>What a student's start is asked to be.</summary>
/// <param name="Size">The student's sizes.</param>
/// <param name="Map">The teacher layer of each student layer.</param>
internal sealed record StartOptions(ModelSize Size, LayerMap Map)
{
    /// <summary>The student's config where its head is another than its teacher's; null: the teacher's of another size.</summary>
    public BertConfig? Student { get; init; }

    /// <summary>False for plain selection: nothing is restored, and statistics choose coordinates and neurons only.</summary>
    public bool Restores { get; init; } = true;

    /// <summary>Of the numbers that the teacher has nothing for.</summary>
    public int Seed { get; init; }

    /// <summary>Whether the teacher's matrix products are computed in bfloat16 while statistics are taken.</summary>
    public bool UseBFloat16 { get; init; }
}

/// <summary>A student as its teacher gives it, before any training.</summary>
/// <param name="Config">Its sizes.</param>
/// <param name="Weights">Every weight of the model, by Hugging Face's names.</param>
/// <param name="Projections">
/// For each level 0..M the linear layer [teacher, student] that restores the teacher's states from the student's.
/// </param>
/// <param name="Heads">For each layer, the teacher's head that each student head stands for (-1: none).</param>
internal sealed record StudentStart(
    BertConfig Config,
    IReadOnlyDictionary<string, WeightTensor> Weights,
    IReadOnlyList<(WeightTensor Weight, WeightTensor Bias)> Projections,
    IReadOnlyList<int[]> Heads)
{
    /// <summary>The teacher's coordinate of each of the student's.</summary>
    public int[] Coordinates { get; init; } = [];

    /// <summary>For each layer, the teacher's neurons that its first ones are.</summary>
    public IReadOnlyList<int[]> Neurons { get; init; } = [];
}
