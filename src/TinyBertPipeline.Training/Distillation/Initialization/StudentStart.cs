using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Training.Distillation.Initialization;

/// <summary>A student as its teacher gives it, before any training.</summary>
/// <param name="Config">Its sizes.</param>
/// <param name="Weights">Every weight of the tagger, by Hugging Face's names.</param>
/// <param name="Projections">For each level 0..M the linear layer [teacher, student] that restores the teacher's states from the student's.</param>
/// <param name="Heads">For each layer, the teacher's head that each student head stands for (-1: none).</param>
internal sealed record StudentStart(
    BertConfig Config,
    IReadOnlyDictionary<string, WeightTensor> Weights,
    IReadOnlyList<(WeightTensor Weight, WeightTensor Bias)> Projections,
    IReadOnlyList<int[]> Heads);
