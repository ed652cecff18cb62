namespace TinyBertPipeline.Export.Graphs;

/// <summary>Layers whose weights are looked up by their site.</summary>
internal static class GraphLayers
{
    /// <summary>x Wᵀ + b with the weights SITE.weight [outputs,inputs] and SITE.bias [outputs].</summary>
    /// <exception cref="Core.InvalidInputException">A weight is absent or has another shape.</exception>
    public static TValue Linear<TValue>(this IGraphWriter<TValue> writer, string site, GraphWeights weights, int outputs, int inputs, TValue x) =>
        writer.Linear(site, weights.Take($"{site}.weight", outputs, inputs), weights.Take($"{site}.bias", outputs), x);
}
