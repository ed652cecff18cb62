using TinyBertPipeline.Core;

namespace TinyBertPipeline.Export.Graphs;

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
