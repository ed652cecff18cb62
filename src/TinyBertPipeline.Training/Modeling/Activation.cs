using TinyBertPipeline.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Modeling;

/// <summary>The activation functions that BERT configs name.</summary>
internal static class Activation
{
    /// <summary>The function for a config's <c>hidden_act</c>.</summary>
    /// <exception cref="InvalidInputException">The name is unknown.</exception>
    public static Func<Tensor, Tensor> ByName(string name) => name switch
    {
        "gelu" => nn.functional.gelu,                                                            // x Phi(x), exact (erf)
        "gelu_new" or "gelu_pytorch_tanh" => x => nn.functional.gelu(x, TorchSharp.Modules.GELU.Approximate.tanh),
        "relu" => x => nn.functional.relu(x),
        _ => throw new InvalidInputException(InputKind.Model, null,
            $"activation '{name}' is unknown (gelu, gelu_new, gelu_pytorch_tanh or relu)"),
    };
}
