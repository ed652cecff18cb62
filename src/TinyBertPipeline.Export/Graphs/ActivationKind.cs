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
