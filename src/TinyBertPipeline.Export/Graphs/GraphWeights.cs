using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Export.Graphs;

/// <summary>The weights of a checkpoint as a graph takes them: each must be there in its shape, and what was taken is remembered.</summary>
internal sealed class GraphWeights(IReadOnlyDictionary<string, WeightTensor> tensors)
{
    // Parts of a checkpoint that a tagger's graph has no place for: pooler, pre-training heads, index buffers.
    private static readonly string[] _unneeded = ["bert.pooler.", "cls.", "bert.embeddings.position_ids", "bert.embeddings.token_type_ids"];

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <exception cref="InvalidInputException">The weight is absent or has another shape.</exception>
    public WeightTensor Take(string name, params long[] shape)
    {
        if (!tensors.TryGetValue(name, out var tensor))
            throw new InvalidInputException(InputKind.Model, null, $"weight {name} [{string.Join(", ", shape)}] is absent");
        if (!tensor.Shape.AsSpan().SequenceEqual(shape))
        {
            throw new InvalidInputException(InputKind.Model, null,
                $"weight {name} has shape [{string.Join(", ", tensor.Shape)}], the configuration asks for [{string.Join(", ", shape)}]");
        }
        _taken.Add(name);
        return tensor;
    }

    /// <summary>The weight, or null where the checkpoint does not have it.</summary>
    /// <exception cref="InvalidInputException">The weight has another shape.</exception>
    public WeightTensor? TakeIfPresent(string name, params long[] shape) => tensors.ContainsKey(name) ? Take(name, shape) : null;

    /// <exception cref="InvalidInputException">The checkpoint has weights that belong to a network of another form.</exception>
    public void ThrowIfLeftOver()
    {
        var left = tensors.Keys.Where(name => !_taken.Contains(name) && !IsUnneeded(name)).Order(StringComparer.Ordinal).ToList();
        if (left.Count > 0)
        {
            throw new InvalidInputException(InputKind.Model, null,
                $"the network of config.json has no place for {left.Count} weights of the checkpoint: {string.Join(", ", left.Take(5))}");
        }
    }

    private static bool IsUnneeded(string name) => _unneeded.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
