using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.TokenClassification;

namespace TinyBertPipeline.Export.Tests;

/// <summary>Small taggers with random weights, made in memory.</summary>
internal static class Taggers
{
    public static ITask Task { get; } = new TokenClassificationTask();

    public static BertConfig Config { get; } = new()
    {
        VocabularySize = 20,
        HiddenSize = 8,
        Layers = 1,
        Heads = 2,
        IntermediateSize = 12,
        MaxPositions = 16,
        InitializerRange = 0.5,
        Labels = ["O", "B-PER", "I-PER"],
    };

    /// <summary>Random weights, biases and LayerNorm included: a new model's zeros and ones would hide mistakes.</summary>
    public static BertWeights Weights(BertConfig config, int seed = 1)
    {
        var random = new Random(seed);
        return new BertWeights(config, RandomWeights.Create(config, Task.Head(config), seed).Tensors.Values
            .Select(tensor => tensor.Shape.Length == 1 ? tensor with { Values = [.. tensor.Values.Select(value => value + random.NextSingle() - 0.5f)] } : tensor));
    }

    /// <summary>The weights of <see cref="Config"/> with some replaced, added or (by null) left out.</summary>
    public static BertWeights Weights(params (string Name, WeightTensor? Tensor)[] changes)
    {
        var tensors = new Dictionary<string, WeightTensor>(Weights(Config).Tensors);
        foreach (var (name, tensor) in changes)
        {
            if (tensor is null) tensors.Remove(name);
            else tensors[name] = tensor;
        }
        return new BertWeights(Config, tensors.Values);
    }

    /// <summary>Ids and token types at random; rows padded to random lengths, none of them empty.</summary>
    public static TokenBatch Batch(BertConfig config, int rows, int length, int seed)
    {
        var random = new Random(seed);
        var (ids, mask, types) = (new long[rows * length], new long[rows * length], new long[rows * length]);
        for (var row = 0; row < rows; row++)
        {
            var filled = random.Next(1, length + 1);
            for (var t = 0; t < length; t++)
            {
                ids[row * length + t] = random.Next(config.VocabularySize);
                mask[row * length + t] = t < filled ? 1 : 0;
                types[row * length + t] = random.Next(config.TypeVocabularySize);
            }
        }
        return new TokenBatch(rows, length, ids, mask, types);
    }
}
