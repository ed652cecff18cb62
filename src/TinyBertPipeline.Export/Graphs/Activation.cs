using TinyBertPipeline.Core;

namespace TinyBertPipeline.Export.Graphs;

/// <summary>The functions between the two linear layers of a feed-forward block.</summary>
internal enum ActivationKind
{
    /// <summary>x/2 (1 + erf(x/√2)), <c>gelu</c>.</summary>
    Gelu,

    /// <summary>x/2 (1 + tanh(√(2/π) (x + 0.044715 x³))), <c>gelu_new</c> and <c>gelu_pytorch_tanh</c>.</summary>
    GeluTanh,

    /// <summary>max(0, x), <c>relu</c>.</summary>
    Relu,
}

/// <summary>Reads the name of an activation as it stands in <c>config.json</c>.</summary>
internal static class ActivationName
{
    /// <exception cref="InvalidInputException">The network cannot be exported with this activation.</exception>
    public static ActivationKind Parse(string name) => name switch
    {
        "gelu" => ActivationKind.Gelu,
        "gelu_new" or "gelu_pytorch_tanh" => ActivationKind.GeluTanh,
        "relu" => ActivationKind.Relu,
        _ => throw new InvalidInputException(InputKind.Model, null,
            $"hidden_act '{name}' cannot be exported (known: gelu, gelu_new, gelu_pytorch_tanh, relu)"),
    };
}
