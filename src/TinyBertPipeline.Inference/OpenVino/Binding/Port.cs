using System.Runtime.InteropServices;

namespace TinyBertPipeline.Inference.OpenVino.Binding;

/// <summary>An input or output of a model.</summary>
/// <param name="Name">One of its tensor names; empty when it has none and can only be reached by index.</param>
/// <param name="ElementType">Type of its elements.</param>
/// <param name="Shape">Its shape, open dimensions included.</param>
public sealed record Port(string Name, ElementType ElementType, PartialShape Shape)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {ElementType} {Shape}";

    internal delegate int PortGetter(nuint index, out PortHandle port);

    internal static IReadOnlyList<Port> ReadAll(nuint count, PortGetter get)
    {
        var ports = new Port[checked((int)count)];
        for (var i = 0; i < ports.Length; i++)
        {
            OpenVinoException.ThrowIfFailed(get((nuint)i, out var port));
            using (port) ports[i] = Read(port);
        }
        return ports;
    }

    private static Port Read(PortHandle port)
    {
        OpenVinoException.ThrowIfFailed(NativeMethods.ov_port_get_element_type(port, out var type));
        // Fails for a tensor without a name, which is legal.
        var name = NativeMethods.ov_port_get_any_name(port, out var text) == 0 ? NativeText.Take(text) : "";
        OpenVinoException.ThrowIfFailed(NativeMethods.ov_port_get_partial_shape(port, out var shape));
        try
        {
            return new Port(name, type, ToManaged(shape));
        }
        finally
        {
            NativeMethods.ov_partial_shape_free(ref shape);
        }
    }

    private static unsafe PartialShape ToManaged(NativePartialShape shape) =>
        shape.Rank.Min != shape.Rank.Max
            ? PartialShape.OfAnyRank
            : new PartialShape(MemoryMarshal.Cast<NativeDimension, Dimension>(
                new ReadOnlySpan<NativeDimension>(shape.Dimensions, checked((int)shape.Rank.Min))));
}
