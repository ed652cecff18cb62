using TinyBertPipeline.Export.Graphs;

namespace TinyBertPipeline.Export.Onnx;

/// <summary>
/// Activations in standard operators. Gelu is an operator from opset 20; before that it is the chain of operators that ONNX Runtime fuses
/// into the same kernel.
/// </summary>
internal sealed class OnnxActivation(OnnxGraphBuilder graph, int opset)
{
    public const int FirstOpsetWithGelu = 20;

    public string Write(string site, ActivationKind kind, string x) => kind switch
    {
        ActivationKind.Relu => graph.Node("Relu", $"{site}/Relu", [x]),
        _ when opset >= FirstOpsetWithGelu =>
            graph.Node("Gelu", $"{site}/Gelu", [x], OnnxAttributes.Text("approximate", kind == ActivationKind.Gelu ? "none" : "tanh")),
        ActivationKind.Gelu => ErfChain(site, x),
        ActivationKind.GeluTanh => TanhChain(site, x),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    // x (1 + erf(x/√2)) / 2
    private string ErfChain(string site, string x)
    {
        var divided = graph.Node("Div", $"{site}/Div", [x, graph.Scalar("sqrt_2", MathF.Sqrt(2))]);
        var erf = graph.Node("Erf", $"{site}/Erf", [divided]);
        return OneMoreTimesHalf(site, erf, x);
    }

    // x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2
    private string TanhChain(string site, string x)
    {
        var squared = graph.Node("Mul", $"{site}/Square", [x, x]);
        var cubed = graph.Node("Mul", $"{site}/Cube", [squared, x]);
        var scaled = graph.Node("Mul", $"{site}/Scale", [cubed, graph.Scalar("gelu_cubic", 0.044715f)]);
        var sum = graph.Node("Add", $"{site}/Sum", [x, scaled]);
        var inner = graph.Node("Mul", $"{site}/Inner", [sum, graph.Scalar("sqrt_2_over_pi", (float)Math.Sqrt(2 / Math.PI))]);
        return OneMoreTimesHalf(site, graph.Node("Tanh", $"{site}/Tanh", [inner]), x);
    }

    private string OneMoreTimesHalf(string site, string y, string x)
    {
        var raised = graph.Node("Add", $"{site}/AddOne", [y, graph.Scalar("one", 1)]);
        var product = graph.Node("Mul", $"{site}/Mul", [x, raised]);
        return graph.Node("Mul", $"{site}/Half", [product, graph.Scalar("half", 0.5f)]);
    }
}
