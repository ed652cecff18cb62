using System.Runtime.InteropServices;

namespace TinyBertPipeline.Inference.OpenVino.Binding;

/// <summary>A model that was read and can still be reshaped.</summary>
public sealed class Model : IDisposable
{
    internal Model(ModelHandle handle) => Handle = handle;

    internal ModelHandle Handle { get; }

    /// <summary>The model's name.</summary>
    public string FriendlyName
    {
        get
        {
            OpenVinoException.ThrowIfFailed(NativeMethods.ov_model_get_friendly_name(Handle, out var name));
            return NativeText.Take(name);
        }
    }

    /// <summary>The inputs, in the model's order.</summary>
    public IReadOnlyList<Port> Inputs
    {
        get
        {
            OpenVinoException.ThrowIfFailed(NativeMethods.ov_model_inputs_size(Handle, out var count));
            return Port.ReadAll(count, (nuint index, out PortHandle port) => NativeMethods.ov_model_const_input_by_index(Handle, index, out port));
        }
    }

    /// <summary>The outputs, in the model's order.</summary>
    public IReadOnlyList<Port> Outputs
    {
        get
        {
            OpenVinoException.ThrowIfFailed(NativeMethods.ov_model_outputs_size(Handle, out var count));
            return Port.ReadAll(count, (nuint index, out PortHandle port) => NativeMethods.ov_model_const_output_by_index(Handle, index, out port));
        }
    }

    /// <summary>Gives inputs new shapes. Name all inputs that depend on each other in one call.</summary>
    /// <exception cref="OpenVinoException">The shapes contradict the model, which then stays as it was.</exception>
    public unsafe void Reshape(IReadOnlyDictionary<string, PartialShape> shapes)
    {
        var names = new nint[shapes.Count];
        var natives = new NativePartialShape[shapes.Count];
        var dimensions = shapes.Values.Select(shape => shape.ToArray()).ToArray();
        var pins = dimensions.Select(dims => GCHandle.Alloc(dims, GCHandleType.Pinned)).ToArray();
        try
        {
            var i = 0;
            foreach (var (name, shape) in shapes)
            {
                names[i] = Marshal.StringToCoTaskMemUTF8(name);
                var rank = shape.IsRankDynamic ? Dimension.Dynamic : shape.Count;
                natives[i].Rank = new NativeDimension { Min = rank.Min, Max = rank.Max };
                natives[i].Dimensions = (NativeDimension*)pins[i].AddrOfPinnedObject();
                i++;
            }
            fixed (nint* namePointer = names)
            fixed (NativePartialShape* shapePointer = natives)
            {
                OpenVinoException.ThrowIfFailed(NativeMethods.ov_model_reshape(Handle, namePointer, shapePointer, (nuint)names.Length));
            }
        }
        finally
        {
            foreach (var name in names) Marshal.FreeCoTaskMem(name);
            foreach (var pin in pins) pin.Free();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();
}
