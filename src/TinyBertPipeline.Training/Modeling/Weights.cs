using TinyBertPipeline.Core.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Modeling;

/// <summary>Moves weights between TorchSharp modules and tensors named as in Hugging Face's checkpoints, and draws initial ones.</summary>
internal static class Weights
{
    /// <summary>
    /// A linear map whose weights are not set (the library's own constructor would draw them from an unseeded generator).
    /// </summary>
    public static Linear Linear(long inputSize, long outputSize) =>
        nn.Linear(new Parameter(empty(outputSize, inputSize)), new Parameter(empty(outputSize)));

    /// <summary>
    /// Sets every weight as BERT's authors initialise it: matrices normal with the config's <c>initializer_range</c>, biases 0, LayerNorm
    /// the identity, the padding piece 0. Depends on nothing but <paramref name="seed"/> and the shapes.
    /// </summary>
    public static void Initialize(nn.Module module, BertConfig config, int seed)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        foreach (var (name, parameter) in module.named_parameters())
        {
            if (name.EndsWith("LayerNorm.weight", StringComparison.Ordinal)) parameter.fill_(1);
            else if (parameter.dim() == 1) parameter.zero_();
            else parameter.copy_(randn(parameter.shape, generator: generator).mul_(config.InitializerRange));
            if (name.EndsWith("word_embeddings.weight", StringComparison.Ordinal)) parameter.select(0, config.PadId).zero_();
        }
    }

    /// <summary>Copies tensors into the parameters of the same name; further tensors are ignored.</summary>
    /// <param name="module">The module.</param>
    /// <param name="prefix">What stands before the parameters' names in those of the tensors.</param>
    /// <param name="tensors">The tensors by name.</param>
    /// <param name="isOptional">Which parameters stay as they are where they have no tensor; null: none.</param>
    /// <returns>Whether every parameter had a tensor.</returns>
    /// <exception cref="ArgumentException">A parameter has no tensor, or one of another shape.</exception>
    public static bool Load(
        nn.Module module, string prefix, IReadOnlyDictionary<string, WeightTensor> tensors, Func<string, bool>? isOptional = null)
    {
        var isWhole = true;
        foreach (var (name, parameter) in module.named_parameters())
        {
            if (tensors.TryGetValue(prefix + name, out var source)) Set(parameter, source);
            else if (isOptional?.Invoke(name) == true) isWhole = false;
            else throw new ArgumentException($"there is no tensor {prefix}{name}");
        }
        return isWhole;
    }

    /// <summary>Copies the parameters out, under their names.</summary>
    public static IEnumerable<WeightTensor> Save(nn.Module module, string prefix) =>
        Parameters(module).Select(entry => Copy(prefix + entry.name, entry.parameter));

    /// <summary>The parameters by name, every row of the embeddings up to the last step.</summary>
    public static IEnumerable<(string name, Parameter parameter)> Parameters(nn.Module module)
    {
        foreach (var embeddings in module.modules().OfType<WordEmbeddings>()) embeddings.Rows?.CatchUpAll();
        return module.named_parameters();
    }

    /// <summary>Copies a parameter out.</summary>
    public static WeightTensor Copy(string name, Parameter parameter) => new(name, parameter.shape, TensorMemory.Span(parameter).ToArray());

    /// <summary>Copies a tensor into a parameter.</summary>
    /// <exception cref="ArgumentException">It has another shape.</exception>
    public static void Set(Parameter parameter, WeightTensor source)
    {
        if (!source.Shape.AsSpan().SequenceEqual(parameter.shape))
        {
            var (found, expected) = (string.Join(',', source.Shape), string.Join(',', parameter.shape));
            throw new ArgumentException($"{source.Name} is [{found}], expected [{expected}]");
        }
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        parameter.copy_(tensor(source.Values, source.Shape));
    }
}
